import type { Geometry, Position } from 'geojson';
import { isObject } from '#lib/core/ingest/geojson-check.ts';
import type { IssueLog } from '#lib/core/ingest/issue-log.ts';
import { sheetOf } from '#lib/core/ingest/sheet.ts';
import type { Cell, Sheet } from '#lib/core/ingest/sheet.ts';

/** What the entries of an edge are where `edge_fields` does not say. */
const FIELDS = ['from', 'to', 'length_m', 'highway'];

export interface WalkGraph {
  nodes: unknown[];
  edges: unknown[];
  edge_fields?: unknown;
  crs?: unknown;
}

const isPosition = (value: unknown): value is Position =>
  Array.isArray(value) && Number.isFinite(value[0]) && Number.isFinite(value[1]);

/** True for a graph: `nodes` that are places, and `edges` between them by their numbers. */
export function isWalkGraph(root: unknown): root is WalkGraph {
  if (!isObject(root) || root.type !== undefined) return false;
  if (!Array.isArray(root.nodes) || !Array.isArray(root.edges)) return false;
  const [node] = root.nodes as unknown[];
  const [edge] = root.edges as unknown[];
  return (node === undefined || isPosition(node)) && (edge === undefined || Array.isArray(edge));
}

function cellOf(value: unknown): Cell {
  if (typeof value === 'string') return value === '' ? null : value;
  return typeof value === 'number' || typeof value === 'boolean' ? value : null;
}

/** Names of the entries of an edge; those that join nodes have to be among them. */
function fieldsOf({ edge_fields: given }: WalkGraph): string[] {
  const named = Array.isArray(given) && given.every((name) => typeof name === 'string');
  const fields = named ? (given as string[]) : FIELDS;
  return fields.includes('from') && fields.includes('to') ? fields : FIELDS;
}

/**
 * Reads a graph as lines: every edge is a straight one of two vertices, with what the file says of
 * it; `class` is the road class. Rows count the edges from 1. An edge between nodes that the file
 * does not have is left out, with an issue.
 */
export function readWalkGraph(file: string, graph: WalkGraph, issues: IssueLog): Sheet {
  const { nodes, edges } = graph;
  const fields = fieldsOf(graph);
  const [from, to] = [fields.indexOf('from'), fields.indexOf('to')];
  const kept = fields.map((_, at) => at).filter((at) => at !== from && at !== to);
  const columns = kept.map((): Cell[] => []);
  const geometry: Geometry[] = [];
  const rows: number[] = [];
  edges.forEach((edge, i) => {
    const [a, b] = Array.isArray(edge)
      ? [from, to].map((at) => nodes[(edge as number[])[at]])
      : [null, null];
    if (!Array.isArray(edge) || !isPosition(a) || !isPosition(b)) {
      const found = Array.isArray(edge)
        ? `${String(edge[from])}, ${String(edge[to])}`
        : typeof edge;
      const expected = `0 - ${nodes.length - 1}`;
      issues.add('graph_edge_invalid', file, { row: i + 1, found, expected });
      return;
    }
    rows.push(i + 1);
    geometry.push({ type: 'LineString', coordinates: [a.slice(0, 2), b.slice(0, 2)] });
    kept.forEach((at, column) => columns[column].push(cellOf(edge[at])));
  });
  const headers = kept.map((at) =>
    fields[at] === 'class' && !fields.includes('highway') ? 'highway' : fields[at],
  );
  return sheetOf({
    file,
    format: 'graph',
    crs: typeof graph.crs === 'string' ? graph.crs : null,
    headers,
    columns,
    row: Uint32Array.from(rows),
    geometry,
  });
}
