import { read as readBook, utils } from '@e965/xlsx';
import type { CellObject, WorkBook, WorkSheet } from '@e965/xlsx';
import { strFromU8, unzipSync } from 'fflate';
import { beforeAll, describe, expect, test } from 'vitest';
import { generateDemo } from '#data/demo/generate.ts';
import { DIVISION_LEVELS, LEDGERS } from '#lib/core/model.ts';
import type { Project, UNIT_KINDS } from '#lib/core/model.ts';
import { exemptFigure, modeFigure, rateFigure, rowsOfFigure } from '#lib/core/report/figures.ts';
import { headlines } from '#lib/core/report/headlines.ts';
import { columnName, listName } from '#lib/core/report/lists/list-words.ts';
import type { List, ListId } from '#lib/core/report/lists/list.ts';
import type { CountBlock } from '#lib/core/report/result.ts';
import { reportLists, reportWorkbook } from '#lib/core/report/workbook.ts';
import { packTexts } from '#lib/core/texts.ts';
import { LOCALES, WORDS } from '#lib/i18n/words.ts';
import { mulberry32, randomFolder } from './brute-folder.ts';
import { randomProject } from './coverage-project.ts';
import { read } from './ingest-folder.ts';
import { reportOf } from './report-project.ts';

let demo: Project;
beforeAll(async () => {
  const { files } = generateDemo({ seed: 5, scale: 0.05 });
  demo = await read(Object.fromEntries(files.map(({ name, text }) => [name, text])));
});

const opened = (bytes: Uint8Array): WorkBook =>
  readBook(bytes, { cellNF: true, cellFormula: true });
const rowsOf = (sheet: WorkSheet): unknown[][] =>
  utils.sheet_to_json(sheet, { header: 1, blankrows: true, defval: null });

/** Each list of the report beside the rows of its page. */
function pages(project: Project, locale: 'zh-CN' | 'en' = 'en') {
  const { input, result } = reportOf(project, locale);
  const book = opened(reportWorkbook(input, result));
  const lists = reportLists(input);
  return { input, result, book, lists };
}

const listIn = (lists: List[], id: ListId): List => lists.find((list) => list.id === id)!;

describe('the workbook, read again', () => {
  test.each(LOCALES)('%s: a page for each list, a row for each of its rows', (locale) => {
    const { input, book, lists } = pages(demo, locale);
    expect(book.SheetNames).toEqual([
      input.say('lists.totals'),
      ...lists.map(({ id }) => listName(id, input.say)),
    ]);
    for (const list of lists) {
      const rows = rowsOf(book.Sheets[listName(list.id, input.say)]);
      expect(rows.length - 1, list.id).toBe(list.count);
      expect(rows[0]).toEqual([
        ...list.columns.map(({ key }) => columnName(list.id, key, input.say)),
        input.say('list.source'),
      ]);
      for (const row of [0, list.count >> 1, list.count - 1].filter((r) => r in rows && r >= 0)) {
        if (list.count === 0) continue;
        list.cells(row).forEach((cell, c) => {
          const column = list.columns[c];
          const found = rows[row + 1][c];
          const where = `${list.id} ${column.key} ${row}`;
          if (typeof cell === 'number') expect(found, where).toBeCloseTo(cell, 2);
          else if (cell === null) expect(found, where).toBe(null);
          else if (column.kind === 'text') expect(found, where).toBe(cell);
          else if (column.kind === 'code')
            expect(found, where).toBe(input.say(`${column.prefix}.${cell}`));
        });
        expect(rows[row + 1][list.columns.length]).toBe(list.source(row));
      }
    }
  });

  test('its totals are those of the result, with N and the unknown beside', () => {
    const { input, result, book } = pages(demo);
    const rows = rowsOf(book.Sheets[input.say('lists.totals')]);
    const of = (name: string, block: CountBlock) => {
      for (const { key, yes, due, no, unknown, rate } of headlines(block)) {
        const row = rows.find((r) => r[0] === name && r[1] === input.say(key))!;
        expect(row.slice(2, 4), `${name} ${key}`).toEqual([yes, due]);
        expect(row.slice(5, 7)).toEqual([no, unknown]);
        if (rate !== null && unknown < due) expect(row[4]).toBeCloseTo(rate, 12);
      }
    };
    of(input.say('inspector.whole'), result.totals);
    for (const [kind, block] of Object.entries(result.totals.kinds))
      of(input.say(`kind.${kind}`), block);
    const { organisation, service, due } = result.totals;
    expect(organisation.yes + organisation.no + organisation.unknown).toBe(due);
    expect(headlines(result.totals).map(({ yes }) => yes)).toEqual([
      organisation.yes,
      organisation.standalone,
      organisation.joint,
      result.totals.work.without_organisation.yes,
      service.yes,
    ]);
  });

  test('numbers are numbers with a format, dates are dates, nothing is a formula', () => {
    const { book, lists, input } = pages(demo);
    const formats = new Set<string>();
    for (const name of book.SheetNames)
      for (const cell of Object.values(book.Sheets[name]) as CellObject[]) {
        if (!cell || typeof cell !== 'object' || !('t' in cell)) continue;
        expect(cell.f).toBe(undefined);
        if (cell.t === 'n') formats.add(String(cell.z));
      }
    expect([...formats].sort()).toEqual(['#,##0', '#,##0.0', '0.0%', 'yyyy-mm-dd']);
    const sheet = book.Sheets[listName('method', input.say)];
    const at = listIn(lists, 'method').columns.findIndex(({ key }) => key === 'effective');
    const dated = Object.keys(sheet)
      .filter((name) => name.startsWith(utils.encode_col(at)))
      .map((name) => sheet[name] as CellObject)
      .filter(({ t }) => t === 'n');
    // 2018-10-28, from which the national rules are in force.
    expect(dated.some(({ v }) => v === 43401)).toBe(true);
  });

  test('text that looks like a formula stays text, and what no workbook may hold is taken out', () => {
    const project = randomProject(3, 40);
    const names = ['=1+1', '+2', '-3', '@SUM(A1)', '=cmd|"/c calc"!A1', 'a\u0000b\u0008c'];
    project.units.name = packTexts(Array.from({ length: 40 }, (_, i) => names[i % names.length]));
    const { book, input } = pages(project);
    const sheet = book.Sheets[listName('denominators', input.say)];
    const written = rowsOf(sheet)
      .slice(1, 7)
      .map((row) => row[1]);
    expect(written).toEqual([...names.slice(0, 5), 'abc']);
    expect((sheet.B2 as CellObject).t).toBe('s');
    expect((sheet.B2 as CellObject).f).toBe(undefined);
  });

  test('heads are frozen, filtered and bold; no time of making unless it is given', () => {
    const { input, result } = reportOf(demo);
    const bytes = reportWorkbook(input, result);
    expect(reportWorkbook(input, result)).toEqual(bytes);
    const parts = unzipSync(bytes);
    const text = (name: string) => strFromU8(parts[name]);
    expect(text('docProps/core.xml')).not.toContain('dcterms:created');
    const list = text('xl/worksheets/sheet3.xml');
    expect(list).toContain('state="frozen"');
    expect(list).toMatch(/<autoFilter ref="A1:/);
    const styles = text('xl/styles.xml');
    const bold = Number(/<c s="(\d+)" r="A1"/.exec(list)![1]);
    const format = /<cellXfs[^>]*>([^]*?)<\/cellXfs>/.exec(styles)![1].match(/<xf [^>]*>/g)![bold];
    const font = Number(/fontId="(\d+)"/.exec(format)![1]);
    expect(styles.match(/<font>[^]*?<\/font>/g)![font]).toContain('<b/>');
    const dated = reportWorkbook(input, result, '2026-07-01T00:00:00Z');
    expect(strFromU8(unzipSync(dated)['docProps/core.xml'])).toContain('2026-07-01');
  });
});

/** The figures of a result beside the rows that are said to be behind them. */
function holdFigures(project: Project, what: string): number {
  const { input, result } = reportOf(project);
  const lists = reportLists(input);
  const denominators = listIn(lists, 'denominators');
  let figures = 0;
  const same = (found: ReturnType<typeof rateFigure>, n: number, name: string): void => {
    figures++;
    expect(rowsOfFigure(denominators, found).length, `${what}: ${name}`).toBe(n);
  };
  const block = (
    counts: CountBlock,
    scope: Parameters<typeof rateFigure>[2],
    name: string,
  ): void => {
    for (const { key, yes, rows } of headlines(counts, scope)) same(rows, yes, `${name} ${key}`);
    const { organisation, work, service } = counts;
    const parts = { organisation, work: work.without_organisation, service };
    for (const ledger of LEDGERS) {
      const { yes, no, unknown } = parts[ledger];
      same(rateFigure(ledger, 'no', scope), no, `${name} ${ledger} no`);
      same(rateFigure(ledger, 'unknown', scope), unknown, `${name} ${ledger} unknown`);
      same(rateFigure(ledger, 'due', scope), yes + no + unknown, `${name} ${ledger} due`);
    }
    same(rateFigure('organisation', 'excluded', scope), counts.exempt, `${name} exempt`);
    same(modeFigure('joint', scope), organisation.joint, `${name} joint`);
  };
  block(result.totals, {}, 'all');
  block(result.unplaced, { division: '-' }, 'unplaced');
  for (const [kind, counts] of Object.entries(result.totals.kinds))
    block(counts, { kind: kind as (typeof UNIT_KINDS)[number] }, kind);
  for (const division of result.divisions) {
    if (DIVISION_LEVELS.indexOf(division.level) > 2) continue;
    block(division, { division: division.code }, division.code);
    for (const [kind, counts] of Object.entries(division.kinds))
      block(counts, { division: division.code, kind: kind as 'grid' }, `${division.code} ${kind}`);
  }
  const left = listIn(lists, 'exclusions');
  for (let row = 0; row < left.count; row++) {
    const [, rule, units] = left.cells(row);
    same(exemptFigure(String(rule)), Number(units), `left out by ${rule}`);
  }
  return figures;
}

describe('every figure is the count of its rows', () => {
  test('in a demo city', () => {
    expect(holdFigures(demo, 'demo')).toBeGreaterThan(200);
  });

  test('in random folders and on random verdicts', async () => {
    const seed = Number(process.env.LACUNA_SEED ?? 8300);
    console.log(`seed ${seed}`);
    for (let s = seed; s < seed + 4; s++) {
      holdFigures(randomProject(s, 250), `random ${s}`);
      holdFigures(await read(randomFolder(s).files), `folder ${s}`);
    }
    expect(mulberry32(seed)()).toBeLessThan(1);
  });

  test('and a column that a list does not have is said', () => {
    const { input } = reportOf(randomProject(1, 5));
    const list = listIn(reportLists(input), 'denominators');
    expect(() =>
      rowsOfFigure(list, { list: 'denominators', where: [{ column: 'x', is: [] }] }),
    ).toThrow('list denominators has no column x');
  });
});

describe('lists', () => {
  test('have words for all of their columns and codes', () => {
    const { input } = reportOf(demo);
    for (const list of reportLists(input)) {
      for (const { key } of list.columns) {
        const known = [`list.${list.id}.${key}`, `list.${key}`].some((k) => k in WORDS['zh-CN']);
        expect(known, `${list.id}.${key}`).toBe(true);
      }
      for (const key of [`lists.${list.id}`, `lists.${list.id}.what`])
        expect(key in WORDS['zh-CN'], key).toBe(true);
      list.columns.forEach(({ key, kind, prefix }, c) => {
        if (kind !== 'code' && kind !== 'codes') return;
        for (let row = 0; row < Math.min(list.count, 400); row++) {
          const cell = list.cells(row)[c];
          if (cell === null || key === 'rule') continue;
          for (const code of String(cell).split(';'))
            expect(`${prefix}.${code}` in WORDS['zh-CN'], `${prefix}.${code}`).toBe(true);
        }
      });
    }
  });

  test('lead back to their records: every row has a record or says where it was read', () => {
    const { lists } = pages(demo);
    for (const list of lists) {
      if (list.id === 'exclusions') continue;
      for (let row = 0; row < list.count; row++)
        expect(list.record(row) !== null || list.source(row) !== null, `${list.id} ${row}`).toBe(
          true,
        );
    }
    const blanks = listIn(lists, 'blanks');
    expect(blanks.source(0)).toMatch(/^units\.(csv|geojson):\d+$/);
  });
});
