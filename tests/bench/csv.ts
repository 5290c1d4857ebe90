import { createRequire } from 'node:module';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { NODE_RUNTIME, VoidLogger, createDuckDB } from '@duckdb/duckdb-wasm/blocking';
import Papa from 'papaparse';
import { readCsv } from '#lib/core/ingest/csv.ts';
import type { FastColumn } from '#lib/core/ingest/fast-column.ts';
import { IssueLog } from '#lib/core/ingest/issue-log.ts';
import type { Sheet } from '#lib/core/ingest/sheet.ts';
import { gb18030Bytes } from '../unit/gb18030.ts';
import { randomStream } from './random.ts';
import { printTable } from './timing.ts';

const ROWS = 1_000_000;
const SEED = 20_260_801;
const HEADER = '编号,名称,类型,区划编码,经度,纬度,职工数,面积,地址,街道,日期,备注';
const SURNAMES = [...'赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏'];
const KINDS = ['商务楼宇', '园区', '商圈市场', '居民小区', '互联网企业'];
const NUMERIC = [4, 5, 6, 7];

/** A ledger of a million rows; one name in ten is quoted. */
function* ledger(random: () => number): Generator<string> {
  yield `${HEADER}\r\n`;
  const pick = (list: readonly string[]) => list[Math.floor(random() * list.length)];
  for (let from = 0; from < ROWS; from += 10_000) {
    let text = '';
    for (let i = from; i < from + 10_000; i++) {
      const name = `${pick(SURNAMES)}${pick(SURNAMES)}${pick(SURNAMES)}实业有限公司${i % 977}`;
      const lng = (121 + random()).toFixed(6);
      const lat = (31 + random()).toFixed(6);
      const division = 990101001001 + Math.floor(random() * 400) * 1000;
      const members = Math.floor(random() * 3000);
      const area = (random() * 90_000).toFixed(1);
      const address = `${pick(SURNAMES)}${pick(SURNAMES)}路${Math.floor(random() * 2000)}号`;
      const day = `2026-0${1 + (i % 9)}-1${i % 10}`;
      const quoted = i % 10 === 0 ? `"${name}, ""本部"""` : name;
      text += `U${i},${quoted},${pick(KINDS)},${division},${lng},${lat},${members},${area},`;
      text += `${address},${pick(SURNAMES)}家街道,${day},\r\n`;
    }
    yield text;
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

const seconds = (from: number): number => (performance.now() - from) / 1000;
const megabytes = (bytes: number): number => bytes / 1e6;

function everyCell(sheet: Sheet): number {
  let filled = 0;
  for (const column of sheet.columns)
    for (let i = 0; i < sheet.count; i++) if (column.at(i) !== null) filled++;
  return filled;
}

function bulk(sheet: Sheet): void {
  sheet.columns.forEach((column: FastColumn, i) =>
    NUMERIC.includes(i) ? column.numbers?.() : column.text?.(),
  );
}

async function duckdb(utf8: Uint8Array): Promise<number> {
  const dist = path.dirname(createRequire(import.meta.url).resolve('@duckdb/duckdb-wasm'));
  const bundle = (name: string) => ({
    mainModule: path.join(dist, `duckdb-${name}.wasm`),
    mainWorker: path.join(dist, `duckdb-node-${name}.worker.cjs`),
  });
  const bundles = { mvp: bundle('mvp'), eh: bundle('eh') };
  const database = await createDuckDB(bundles, new VoidLogger(), NODE_RUNTIME);
  await database.instantiate();
  const connection = database.connect();
  const from = performance.now();
  database.registerFileBuffer('x.csv', utf8);
  connection.query("CREATE TABLE x AS SELECT * FROM read_csv('x.csv', header = true)");
  const took = seconds(from);
  const [{ n }] = connection.query('SELECT count(*)::INTEGER AS n FROM x').toArray() as unknown as {
    n: number;
  }[];
  if (n !== ROWS) throw new Error(`DuckDB read ${n} rows`);
  connection.close();
  return took;
}

/** From the bytes of a CSV of a million rows and twelve columns to columns, beside its peers. */
export async function csv(): Promise<void> {
  const pieces = [...ledger(randomStream(SEED))];
  const gb = joined(pieces.map(gb18030Bytes));
  const utf8 = joined(pieces.map((text) => new TextEncoder().encode(text)));
  pieces.length = 0;
  const table: (string | number)[][] = [];
  for (const [name, bytes] of [
    ['GB18030', gb],
    ['UTF-8', utf8],
  ] as const)
    for (let round = 1; round <= 2; round++) {
      const from = performance.now();
      const sheet = await readCsv('x.csv', bytes, new IssueLog(), {});
      const columns = seconds(from);
      if (sheet.count !== ROWS) throw new Error(`read ${sheet.count} rows`);
      const fromBulk = performance.now();
      bulk(sheet);
      const columnsAtOnce = seconds(fromBulk);
      const fromCells = performance.now();
      everyCell(sheet);
      const cells = seconds(fromCells);
      table.push([
        `${name}, round ${round}`,
        megabytes(bytes.length),
        columns,
        columnsAtOnce,
        cells,
      ]);
    }
  const fromPapa = performance.now();
  const text = new TextDecoder('gb18030').decode(gb);
  const decoded = seconds(fromPapa);
  let records = 0;
  Papa.parse(text, { delimiter: ',', step: () => void records++ });
  table.push([
    'Papa Parse, GB18030, no cell kept',
    megabytes(gb.length),
    seconds(fromPapa),
    '',
    '',
  ]);
  table.push(['of that, decoding', megabytes(gb.length), decoded, '', '']);
  table.push(['DuckDB read_csv, UTF-8', megabytes(utf8.length), await duckdb(utf8), '', '']);
  console.log(`csv: ${ROWS} rows of 12 columns; wall-clock seconds`);
  printTable(['reader', 'MB', 'to columns', 'all numbers and texts', 'all cells by `at`'], table);
}
