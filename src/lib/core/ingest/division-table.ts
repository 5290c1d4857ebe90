import { DIVISION_LEVELS } from '#lib/core/model.ts';
import type { Divisions, Rows, Texts } from '#lib/core/model.ts';
import { buildTree } from '#lib/core/division/tree.ts';
import { readShapes } from '#lib/core/ingest/positions.ts';
import { reorderShapes } from '#lib/core/ingest/shape-order.ts';
import type { TableReader } from '#lib/core/ingest/table-reader.ts';

/** Reads the division tree: ordered, with parents, levels and polygons. */
export function readDivisions(reader: TableReader): Divisions {
  const rows = reader.rows();
  const code = reader.identifiers('code').map((text) => text ?? '');
  const name = reader.texts('name');
  name.forEach((text, i) => {
    if (text === null && reader.has('name')) reader.issue('missing_value', i, 'name');
  });
  const shapes = readShapes(reader, ['polygon'], null);
  if (reader.sheet.geometry)
    for (let i = 0; i < reader.count; i++)
      if (reader.sheet.geometry[reader.kept[i]] === null) reader.issue('geometry_missing', i, null);
  const tree = buildTree(
    { code, name, level: reader.enums('level', DIVISION_LEVELS), parent: reader.codes('parent') },
    (fault, i, found) => {
      const column = fault === 'missing_level' ? 'level' : 'parent';
      if (fault === 'missing_level') reader.issue(fault, i, column, null, found ?? undefined);
      else reader.issue(fault, i, column, found);
    },
  );
  const { order } = tree;
  return {
    ...reorderRows(rows, order),
    code: Array.from(order, (i) => code[i]),
    name: Array.from(order, (i) => name[i] ?? code[i]),
    level: tree.level,
    parent: tree.parent,
    shapes: reorderShapes(shapes, order),
  };
}

function reorderRows(rows: Rows, order: Int32Array): Rows {
  const extra = Object.create(null) as Record<string, Texts>;
  for (const name of Object.keys(rows.extra))
    extra[name] = Array.from(order, (i) => rows.extra[name][i]);
  return {
    count: rows.count,
    file: Uint16Array.from(order, (i) => rows.file[i]),
    row: Uint32Array.from(order, (i) => rows.row[i]),
    extra,
  };
}
