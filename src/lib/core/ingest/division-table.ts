import { DIVISION_LEVELS, NONE } from '#lib/core/model.ts';
import type { Divisions, Rows } from '#lib/core/model.ts';
import { normaliseCode } from '#lib/core/division/codes.ts';
import { buildTree } from '#lib/core/division/tree.ts';
import { codeFault, isStatistical } from '#lib/core/ingest/check/division-codes.ts';
import { CodelessDivisions } from '#lib/core/ingest/codeless-divisions.ts';
import { readShapes } from '#lib/core/ingest/positions.ts';
import { reorderShapes } from '#lib/core/ingest/shape-order.ts';
import type { TableReader } from '#lib/core/ingest/table-reader.ts';
import { listOfTexts, packTexts, textAt } from '#lib/core/texts.ts';

/** Reads the division tree: ordered, with parents, levels and polygons. */
export function readDivisions(reader: TableReader): Divisions {
  const codeless = new CodelessDivisions(reader);
  codeless.leaveOutKnown();
  const rows = reader.rows();
  const code = listOfTexts(reader.ids()).map((text) => text ?? '');
  const name = listOfTexts(reader.texts('name'));
  name.forEach((text, i) => {
    if (text === null && reader.has('name')) reader.issue('missing_value', i, 'name');
  });
  const shapes = readShapes(reader, ['polygon'], null);
  if (reader.hasGeometry)
    for (let i = 0; i < reader.count; i++)
      if (reader.geometry(i) === null) reader.issue('geometry_missing', i, null);
  reportForms(reader, code);
  const level = reader.enums('level', DIVISION_LEVELS);
  const parent = reader.codes('parent');
  const times = new Map<string | null, number>();
  for (const text of name) times.set(text, (times.get(text) ?? 0) + 1);
  for (let i = 0; i < reader.count; i++) {
    if (!reader.isCodeless(i)) continue;
    if (level[i] === NONE) level[i] = codeless.levelOf(name[i]);
    if (level[i] === NONE) {
      level[i] = codeless.usualLevel(name);
      if (level[i] !== NONE)
        reader.issue('missing_level', i, 'level', null, DIVISION_LEVELS[level[i]]);
    }
    const district = codeless.districtOf(i);
    if (district !== name[i] && times.get(district) === 1) parent[i] ??= district;
  }
  const tree = buildTree({ code, name, level, parent }, (fault, i, found) => {
    const column = fault === 'missing_level' ? 'level' : 'parent';
    if (fault === 'missing_level') reader.issue(fault, i, column, null, found ?? undefined);
    else reader.issue(fault, i, column, found);
  });
  const { order } = tree;
  const counts = (column: string) => {
    const values = reader.counts(column);
    return Float64Array.from(order, (i) => values[i]);
  };
  return {
    ...reorderRows(rows, order),
    code: Array.from(order, (i) => code[i]),
    name: Array.from(order, (i) => name[i] ?? code[i]),
    level: tree.level,
    parent: tree.parent,
    households: counts('households'),
    residents: counts('residents'),
    staff: counts('staff'),
    funds: counts('funds'),
    premisesM2: counts('premises_m2'),
    members: counts('members'),
    shapes: reorderShapes(shapes, order),
  };
}

/** Says which codes have a form that no statistical code has, where most have one. */
function reportForms(reader: TableReader, code: readonly string[]): void {
  const keys = code.map(normaliseCode);
  if (!isStatistical(keys)) return;
  keys.forEach((key, i) => {
    const fault = reader.isCodeless(i) ? null : codeFault(key);
    if (fault !== null) reader.issue('code_implausible', i, 'code', code[i], fault);
  });
}

function reorderRows(rows: Rows, order: Int32Array): Rows {
  const extra = Object.create(null) as Rows['extra'];
  for (const name of Object.keys(rows.extra))
    extra[name] = packTexts(Array.from(order, (i) => textAt(rows.extra[name], i)));
  return {
    count: rows.count,
    file: Uint16Array.from(order, (i) => rows.file[i]),
    row: Uint32Array.from(order, (i) => rows.row[i]),
    extra,
  };
}
