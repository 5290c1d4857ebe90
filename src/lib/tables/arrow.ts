import {
  DataType,
  Float64,
  Int32,
  RecordBatch,
  Schema,
  Struct,
  Table,
  Uint16,
  Uint32,
  Uint8,
  Utf8,
  Field,
  makeData,
  tableToIPC,
} from 'apache-arrow';
import type { Data } from 'apache-arrow';
import { packTexts, type Texts } from '#lib/core/texts.ts';
import type { Column, ResultColumn, ResultTable } from '#lib/tables/engine.ts';

/** Rows that are made into one stream: few enough for the thread that makes it to answer in between. */
const ROWS_A_TIME = 65_536;

/** Bit i of the bitmap is set where the value is known; null where all are. */
function knownBits(values: Float64Array): Uint8Array | null {
  const bits = new Uint8Array(Math.ceil(values.length / 64) * 8);
  let missing = 0;
  for (let i = 0; i < values.length; i++) {
    if (values[i] === values[i]) bits[i >> 3] |= 1 << (i & 7);
    else missing += 1;
  }
  return missing === 0 ? null : bits;
}

function textData(texts: Texts, from: number, to: number): Data<Utf8> {
  const first = texts.offsets[from];
  return makeData({
    type: new Utf8(),
    length: to - from,
    // `from` is a multiple of eight, so that the bits of a part begin at a byte.
    nullBitmap: texts.nulls?.subarray(from >> 3),
    valueOffsets: texts.offsets.subarray(from, to + 1).map((offset) => offset - first),
    data: texts.bytes.subarray(first, texts.offsets[to]),
  });
}

function columnData(all: Column, from: number, to: number): Data<DataType> {
  const length = to - from;
  if (isPacked(all)) return textData(all, from, to);
  if (Array.isArray(all)) return textData(packTexts(all.slice(from, to)), 0, length);
  const data = (all as Float64Array).subarray(from, to) as Exclude<Column, Texts>;
  if (data instanceof Float64Array)
    return makeData({ type: new Float64(), length, nullBitmap: knownBits(data), data });
  if (data instanceof Int32Array) return makeData({ type: new Int32(), length, data });
  if (data instanceof Uint32Array) return makeData({ type: new Uint32(), length, data });
  if (data instanceof Uint16Array) return makeData({ type: new Uint16(), length, data });
  return makeData({ type: new Uint8(), length, data: data as Uint8Array });
}

const isPacked = (values: Column): values is Texts => 'offsets' in values;

/**
 * Columns of one length as Arrow streams, one for each stretch of rows, made as they are asked for.
 * A table without rows is one stream of its columns.
 */
export function* arrowStreams(columns: Record<string, Column>): Generator<Uint8Array> {
  const names = Object.keys(columns);
  const count = columns[names[0]].length;
  let from = 0;
  do {
    const to = Math.min(count, from + ROWS_A_TIME);
    const children = names.map((name) => columnData(columns[name], from, to));
    const fields = names.map((name, i) => new Field(name, children[i].type, true));
    const length = to - from;
    const data = makeData({ type: new Struct(fields), length, children, nullCount: 0 });
    const schema = new Schema(fields);
    yield tableToIPC(new Table(schema, [new RecordBatch(schema, data)]), 'stream');
    from = to;
  } while (from < count);
}

/** An Arrow answer as plain columns. */
export function plainColumns(table: Table): ResultTable {
  const columns: Record<string, ResultColumn> = {};
  table.schema.fields.forEach((field, c) => {
    const vector = table.getChildAt(c);
    const count = table.numRows;
    if (DataType.isUtf8(field.type) || DataType.isDictionary(field.type)) {
      const texts = new Array<string | null>(count);
      for (let i = 0; i < count; i++) texts[i] = vector?.get(i) as string | null;
      columns[field.name] = texts;
    } else {
      const numbers = new Float64Array(count);
      for (let i = 0; i < count; i++) {
        const value: unknown = vector?.get(i);
        numbers[i] = value === null || value === undefined ? NaN : Number(value);
      }
      columns[field.name] = numbers;
    }
  });
  return { count: table.numRows, columns };
}
