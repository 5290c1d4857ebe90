import { DIVISION_LEVELS, UNIT_KINDS } from '#lib/core/model.ts';
import type { Project } from '#lib/core/model.ts';
import type { RulePack } from '#lib/core/coverage/pack.ts';
import { ShapesBuilder } from '#lib/core/geo/shapes.ts';
import { packTexts } from '#lib/core/texts.ts';
import type { Demands } from './joint-checker.ts';
import { PACK, mulberry32, projectOf } from './coverage-project.ts';

export interface Blank {
  kind?: string;
  /** Metres east and north of a corner. */
  x?: number;
  y?: number;
  division?: number;
  members?: number;
  trade?: string | null;
  host?: string | null;
}

/** Metres in a degree at 31 degrees north, near enough to lay out a case. */
const DEGREE_M = { lng: 95_500, lat: 110_860 };
export const STREETS = [
  { code: '99', level: 0, parent: -1 },
  { code: '9901', level: 1, parent: 0 },
  { code: '990101', level: 2, parent: 1 },
  { code: '990102', level: 2, parent: 1 },
  { code: '99010101', level: 3, parent: 2 },
];

/** A project of blank units, and verdicts that say they are due and have no organisation. */
export function blanks(units: Blank[]): {
  project: Project;
  verdicts: { due: Uint8Array; organisation: { state: Uint8Array } };
} {
  const project = projectOf({
    divisions: STREETS,
    units: units.map(({ kind = 'building', x = 0, y = 0, division = 2 }) => ({
      kind,
      lng: 121 + x / DEGREE_M.lng,
      lat: 31 + y / DEGREE_M.lat,
      division,
    })),
  });
  project.units.members = Float64Array.from(units, ({ members = 0 }) => members);
  project.units.trade = packTexts(units.map(({ trade = null }) => trade));
  project.units.host = packTexts(units.map(({ host = null }) => host));
  const verdicts = {
    due: new Uint8Array(units.length).fill(1),
    organisation: { state: new Uint8Array(units.length) },
  };
  return { project, verdicts };
}

/** The demands of a pack's rule, for the checker. */
export const demandsOf = ({ joint }: RulePack): Demands => ({
  kinds: joint.kinds,
  least: 2,
  most: joint.maxUnits,
  minMembers: joint.minMembers,
  level: DIVISION_LEVELS.indexOf(joint.within),
  apartM: joint.maxDistanceM,
  belowMembers: 3,
  sameTrade: joint.sameTrade,
  sameHost: joint.sameHost,
});

export const GRID_DEMANDS: Demands = {
  kinds: ['grid'],
  least: 1,
  most: PACK.gridBranch.maxGrids,
  minMembers: PACK.gridBranch.minMembers,
  level: 3,
};

/** A small case in which everything varies, and a rule for it. */
export function randomBlanks(seed: number): ReturnType<typeof blanks> & { pack: RulePack } {
  const random = mulberry32(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)];
  const side = pick([400, 700, 1000]);
  const units = Array.from({ length: random() < 0.1 ? Math.floor(random() * 5) : 9 }, () => ({
    kind: random() < 0.03 ? 'grid' : pick(UNIT_KINDS.slice(1)),
    x: random() < 0.1 ? 0 : random() * side,
    y: random() < 0.1 ? 0 : random() * side,
    division: random() < 0.1 ? pick([3, 1, -1]) : pick([2, 2, 4]),
    members: random() < 0.08 ? pick([3, NaN]) : pick([0, 0, 1, 1, 1, 2, 2]),
    trade: pick(['a', 'a', 'a', 'b', null]),
    host: pick(['x', 'x', 'x', 'y', null]),
  }));
  const made = blanks(units);
  made.verdicts.due.forEach((_, i) => random() < 0.03 && (made.verdicts.due[i] = 0));
  made.verdicts.organisation.state.forEach(
    (_, i) => random() < 0.05 && (made.verdicts.organisation.state[i] = pick([1, 2])),
  );
  const joint = {
    ...PACK.joint,
    maxUnits: pick([2, 3, 3, 4, 5]),
    minMembers: pick([2, 3, 3, 3, 4]),
    maxDistanceM: pick([200, 500, 500]),
    sameTrade: random() < 0.1,
    sameHost: random() < 0.1,
  };
  return { ...made, pack: { ...PACK, joint } };
}

/** Grids as bricks of 100 x 100 m, every other row shifted by half, some missing, in one community. */
export function brickGrids(seed: number, rows: number, columns: number, missing: number) {
  const random = mulberry32(seed);
  const bricks: { x: number; y: number }[] = [];
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      if (random() >= missing)
        bricks.push({ x: 100 * column + (row % 2 === 1 ? 50 : 0), y: 100 * row });
  const made = blanks(
    bricks.map(({ x, y }) => ({
      kind: 'grid',
      x: x + 20 + 60 * random(),
      y: y + 20 + 60 * random(),
      division: 4,
      members: [0, 0, 1, 1, 2, 3, 4][Math.floor(random() * 7)],
    })),
  );
  const builder = new ShapesBuilder();
  for (const { x, y } of bricks) {
    const corner = (dx: number, dy: number): [number, number] => [
      121 + (x + dx) / DEGREE_M.lng,
      31 + (y + dy) / DEGREE_M.lat,
    ];
    const ring = [corner(0, 0), corner(100, 0), corner(100, 100), corner(0, 100), corner(0, 0)];
    builder.append({ type: 'Polygon', coordinates: [ring] });
  }
  made.project.units.shapes = builder.build();
  /** By the plan of the bricks: beside in a row, or above one another with 50 m in common. */
  const beside = (a: number, b: number): boolean => {
    const dx = Math.abs(bricks[a].x - bricks[b].x);
    const dy = Math.abs(bricks[a].y - bricks[b].y);
    return (dy === 0 && dx === 100) || (dy === 100 && dx < 100);
  };
  return { ...made, bricks, beside };
}
