import { afterAll, beforeAll, expect, test } from 'vitest';
import { generateDemo } from '#data/demo/generate.ts';
import { audit } from '#lib/core/coverage/audit.ts';
import { reachField } from '#lib/core/coverage/reach-field.ts';
import { NONE, UNIT_KINDS } from '#lib/core/model.ts';
import type { Project } from '#lib/core/model.ts';
import { MEASURES, type CountColumns } from '#lib/core/report/counts.ts';
import { tally, tallyDivisionKinds, tallyKinds } from '#lib/core/report/tally/tally.ts';
import { unitClasses } from '#lib/core/report/tally/unit-classes.ts';
import type { Engine } from '#lib/tables/engine.ts';
import { loadMask, loadProject } from '#lib/tables/load.ts';
import { openEngine, readViews } from '#lib/tables/node.ts';
import * as queries from '#lib/tables/queries.ts';
import { mulberry32, randomFolder } from '../unit/brute-folder.ts';
import { PACK, randomProject } from '../unit/coverage-project.ts';
import { read } from '../unit/ingest-folder.ts';

let engine: Engine;
let views: Record<string, string>;

beforeAll(async () => {
  engine = await openEngine();
  views = await readViews();
});
afterAll(async () => {
  await engine.close();
});

/** The columns as plain lists, whatever arrays hold them. */
const plain = (columns: CountColumns, ...others: string[]) =>
  [...MEASURES, ...others].map((name) => [name, Array.from(columns[name as 'units'])]);

/** Both counters over one project: everything, some kinds, one kind, half the units, nothing. */
async function holdAgainst(project: Project, random: () => number, what: string): Promise<void> {
  const decided = audit(project, PACK, reachField(project), { radiusM: null });
  const classes = unitClasses(decided);
  await loadProject(engine, views, project, decided);
  const kinds = [...UNIT_KINDS.keys(), NONE].filter(() => random() < 0.5);
  const masks = [
    null,
    project.units.kind.map((kind) => (kinds.includes(kind) ? 1 : 0)),
    project.units.kind.map((kind) => (kind === 1 ? 1 : 0)),
    Uint8Array.from({ length: project.units.count }, () => (random() < 0.5 ? 1 : 0)),
    new Uint8Array(project.units.count),
  ];
  for (const [i, mask] of masks.entries()) {
    const where = `${what}, mask ${i}`;
    if (mask) await loadMask(engine, mask);
    const mine = tally({ project, classes, mask });
    expect(plain(mine.divisions, 'own'), where).toEqual(
      plain(await queries.divisionCounts(engine), 'own'),
    );
    expect(mine.totals, where).toEqual(await queries.totals(engine));
    expect(mine.unplaced, where).toEqual(await queries.unplaced(engine));
    expect(mine.byKind, where).toEqual(await queries.totalsByKind(engine));
    const pairs = tallyDivisionKinds({ project, classes, mask });
    expect(plain(pairs, 'division', 'kind'), where).toEqual(
      plain(await queries.divisionKindCounts(engine), 'division', 'kind'),
    );
    const { count, parent } = project.divisions;
    if (count === 0) continue;
    const chosen = Math.floor(random() * count);
    const inside = new Uint8Array(count);
    for (let d = 0; d < count; d++)
      inside[d] = d === chosen || (parent[d] >= 0 && inside[parent[d]] === 1) ? 1 : 0;
    const rows = tallyKinds({ project, classes, mask }, inside).map(({ kind, blank }) => [
      kind,
      blank,
    ]);
    const at = Array.from({ length: pairs.count }, (_, k) => k).filter(
      (k) => pairs.division[k] === chosen,
    );
    expect(rows, where).toEqual(at.map((k) => [pairs.kind[k], pairs.blank[k]]));
  }
}

test('counts from arrays are those of the views on random folders', async () => {
  const first = Number(process.env.LACUNA_SEED ?? 4100);
  console.log(`seed ${first}`);
  for (let seed = first; seed < first + 12; seed++) {
    const random = mulberry32(seed);
    const project = await read(randomFolder(seed).files);
    await holdAgainst(project, random, `folder ${seed}`);
  }
});

test('and on a demo city', async () => {
  const { files } = generateDemo({ seed: 11, scale: 0.2 });
  const project = await read(Object.fromEntries(files.map(({ name, text }) => [name, text])));
  await holdAgainst(project, mulberry32(11), 'demo');
});

test('and on random verdicts, and on a project without a row', async () => {
  const seed = Number(process.env.LACUNA_SEED ?? 77);
  console.log(`seed ${seed}`);
  await holdAgainst(randomProject(seed, 900), mulberry32(seed), `verdicts ${seed}`);
  await holdAgainst(randomProject(seed, 0), mulberry32(seed), 'nothing');
});
