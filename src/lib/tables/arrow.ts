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
import type { Texts } from '#lib/core/model.ts';
import type { Column, ResultColumn, ResultTable } from '#lib/tables/engine.ts';

/** Bit i of the bitmap is set where the value is known; null where all are. */
function knownBits(count: number, isKnown: (i: number) => boolean): Uint8Array | null {
  const bits = new Uint8Array(Math.ceil(count / 64) * 8);
  let missing = 0;
  for (let i = 0; i < count; i++) {
    if (isKnown(i)) bits[i >> 3] |= 1 << (i & 7);
    else missing += 1;
  }
  return missing === 0 ? null : bits;
}

function textData(values: Texts): Data<Utf8> {
  const encoder = new TextEncoder();
  const valueOffsets = new Int32Array(values.length + 1);
  let bytes = new Uint8Array(Math.max(64, values.length * 16));
  let end = 0;
  values.forEach((value, i) => {
    if (value !== null) {
      const most = value.length * 3;
      if (end + most > bytes.length) {
        const larger = new Uint8Array((end + most) * 2);
        larger.set(bytes.subarray(0, end));
        bytes = larger;
      }
      end += encoder.encodeInto(value, bytes.subarray(end)).written;
    }
    valueOffsets[i + 1] = end;
  });
  return makeData({
    type: new Utf8(),
    length: values.length,
    nullBitmap: knownBits(values.length, (i) => values[i] !== null),
    valueOffsets,
    data: bytes.subarray(0, end),
  });
}

function columnData(values: Column): Data<DataType> {
  const length = values.length;
  if (values instanceof Float64Array)
    return makeData({
      type: new Float64(),
      length,
      nullBitmap: knownBits(length, (i) => !Number.isNaN(values[i])),
      data: values,
    });
  if (values instanceof Int32Array) return makeData({ type: new Int32(), length, data: values });
  if (values instanceof Uint32Array) return makeData({ type: new Uint32(), length, data: values });
  if (values instanceof Uint16Array) return makeData({ type: new Uint16(), length, data: values });
  if (values instanceof Uint8Array) return makeData({ type: new Uint8(), length, data: values });
  return textData(values);
}

/** Columns of one length as the bytes of an Arrow stream. */
export function arrowStream(columns: Record<string, Column>): Uint8Array {
  const names = Object.keys(columns);
  const children = names.map((name) => columnData(columns[name]));
  const fields = names.map((name, i) => new Field(name, children[i].type, true));
  const length = children[0].length;
  const data = makeData({ type: new Struct(fields), length, children, nullCount: 0 });
  const schema = new Schema(fields);
  return tableToIPC(new Table(schema, [new RecordBatch(schema, data)]), 'stream');
}

/** An Arrow answer as plain columns. */
export function plainColumns(table: Table): ResultTable {
  const columns: Record<string, ResultColumn> = {};
  table.schema.fields.forEach((field, c) => {
    const vector = table.getChildAt(c);
    const count = table.numRows;
    if (DataType.isUtf8(field.type) || DataType.isDictionary(field.type)) {
      const texts: Texts = new Array(count);
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
