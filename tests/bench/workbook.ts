import { read, utils, write } from '@e965/xlsx';
import { lexicon } from '#data/lexicon.ts';
import { readFolder } from '#lib/core/ingest/read-folder.ts';
import { randomStream } from './random.ts';
import { printTable, timeInTurn } from './timing.ts';

const ROWS = 50_000;
const HEADER = '编号,类型,名称,经度,纬度,所属区划,企业数,从业人数,户数,正式党员数,行业,状态'.split(
  ',',
);

function ledger(): Uint8Array {
  const random = randomStream(20_261_126);
  const below = (n: number) => Math.floor(random() * n);
  const rows: unknown[][] = [HEADER];
  for (let i = 0; i < ROWS; i++)
    rows.push([
      `U${i}`,
      ['商务楼宇', '园区', '市场'][i % 3],
      `云帆大厦${below(9_000)}号`,
      121 + random(),
      31 + random(),
      `990101001${String(below(400)).padStart(3, '0')}`,
      below(90),
      below(3000),
      below(400),
      below(60),
      '金融',
      '正常',
    ]);
  const book = utils.book_new();
  utils.book_append_sheet(book, utils.aoa_to_sheet(rows), '台账');
  return write(book, { type: 'array', bookType: 'xlsx', compression: true }) as Uint8Array;
}

/** A workbook of 50,000 rows and 12 columns as a project, beside the bare parse of its library. */
export async function workbook(): Promise<void> {
  const bytes = new Uint8Array(ledger());
  const file = { name: 'units.xlsx', size: bytes.length, bytes: () => Promise.resolve(bytes) };
  const times = await timeInTurn(
    {
      project: async () => {
        const project = await readFolder([file], lexicon);
        if (project.units.count !== ROWS) throw new Error(`read ${project.units.count} rows`);
      },
      bare: () => void read(bytes, { type: 'array', dense: true }),
    },
    5,
  );
  printTable(
    ['workbook, 50,000 x 12', 'min ms', 'median ms'],
    [
      ['to the project', times.project.minMs, times.project.medianMs],
      ['SheetJS, bare parse', times.bare.minMs, times.bare.medianMs],
      [
        'ratio',
        times.project.minMs / times.bare.minMs,
        times.project.medianMs / times.bare.medianMs,
      ],
    ],
  );
}
