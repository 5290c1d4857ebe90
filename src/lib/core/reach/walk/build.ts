import type { Walk } from '#lib/core/model.ts';
import { componentsOf } from '#lib/core/reach/walk/components.ts';
import { Lengths } from '#lib/core/reach/walk/lengths.ts';
import type { WalkNetwork } from '#lib/core/reach/walk/network.ts';
import { walkableLines, type WalkableLines } from '#lib/core/reach/walk/parts.ts';

/**
 * The network one can walk, of line features.
 *
 * Lines meet where they share a vertex, its coordinates rounded to 1e-7 degrees, be it an end or in
 * the middle; lines that only cross do not meet: one of them is a bridge, or the file does not say
 * that there is a way from one to the other. Such vertices, ends of lines and vertices that a line
 * visits twice are the nodes. Edges are as long as on the ellipsoid, or have their share of the
 * length that the file gives. What is one-way is walked both ways.
 */
export function walkNetwork(walk: Walk): WalkNetwork {
  const lines = walkableLines(walk);
  const visits = visitsOf(lines);
  const cut = cutAtNodes(lines, visits);
  const lengthM = lengthsOf(walk, lines, cut);
  const { node, edges, from, to } = cut;
  const nodes = cut.lng.length;
  const vertexStart = cut.start;
  const xy = new Float64Array(2 * cut.point.length);
  cut.point.forEach((point, v) => {
    xy[2 * v] = lines.points.lng[point];
    xy[2 * v + 1] = lines.points.lat[point];
  });
  for (let edge = 0; edge < edges; edge++) {
    from[edge] = node[from[edge]];
    to[edge] = node[to[edge]];
  }
  return {
    nodes,
    lng: cut.lng,
    lat: cut.lat,
    edges,
    from,
    to,
    lengthM,
    vertexStart,
    xy,
    record: cut.record,
    ...arcsOf(nodes, from, to, lengthM),
    ...componentsOf(nodes, from, to),
    refused: lines.refused,
  };
}

/** How often each point is come by, capped at 2; an end counts twice. */
function visitsOf({ count, start, point, points }: WalkableLines): Uint8Array {
  const visits = new Uint8Array(points.count);
  for (let line = 0; line < count; line++) {
    for (let at = start[line]; at < start[line + 1]; at++)
      if (visits[point[at]] < 2) visits[point[at]]++;
    visits[point[start[line]]] = 2;
    visits[point[start[line + 1] - 1]] = 2;
  }
  return visits;
}

interface Cut {
  edges: number;
  /** Points at the ends of each edge. */
  from: Uint32Array;
  to: Uint32Array;
  record: Uint32Array;
  /** Edge `e` runs along points `point[start[e]] .. point[start[e + 1]]`. */
  start: Uint32Array;
  point: Uint32Array;
  /** Node at each point that is one, and where the nodes stand. */
  node: Int32Array;
  lng: Float64Array;
  lat: Float64Array;
}

function cutAtNodes(lines: WalkableLines, visits: Uint8Array): Cut {
  const { count, start, point, points } = lines;
  let edges = 0;
  for (let line = 0; line < count; line++)
    for (let at = start[line] + 1; at < start[line + 1]; at++) edges += visits[point[at]] >> 1;
  const vertices = point.length - count + edges;
  const cut = {
    edges,
    from: new Uint32Array(edges),
    to: new Uint32Array(edges),
    record: new Uint32Array(edges),
    start: new Uint32Array(edges + 1),
    point: new Uint32Array(vertices),
    node: new Int32Array(points.count).fill(-1),
  };
  let nodes = 0;
  let edge = 0;
  let end = 0;
  const visit = (at: number): void => {
    if (cut.node[at] < 0) cut.node[at] = nodes++;
  };
  for (let line = 0; line < count; line++) {
    visit(point[start[line]]);
    for (let at = start[line] + 1; at < start[line + 1]; at++) {
      if (end === cut.start[edge]) {
        cut.from[edge] = point[at - 1];
        cut.record[edge] = lines.record[line];
        cut.point[end++] = point[at - 1];
      }
      cut.point[end++] = point[at];
      if (visits[point[at]] < 2) continue;
      visit(point[at]);
      cut.to[edge++] = point[at];
      cut.start[edge] = end;
    }
  }
  const lng = new Float64Array(nodes);
  const lat = new Float64Array(nodes);
  cut.node.forEach((node, at) => {
    if (node < 0) return;
    lng[node] = points.lng[at];
    lat[node] = points.lat[at];
  });
  return { ...cut, lng, lat };
}

function lengthsOf(walk: Walk, { points }: WalkableLines, cut: Cut): Float64Array {
  const { edges, record, start, point } = cut;
  const lengths = new Lengths(points.lng, points.lat, points.count);
  const lengthM = new Float64Array(edges);
  let first = 0;
  let measuredM = 0;
  for (let edge = 0; edge < edges; edge++) {
    let edgeM = 0;
    for (let v = start[edge] + 1; v < start[edge + 1]; v++)
      edgeM += lengths.betweenM(point[v - 1], point[v]);
    lengthM[edge] = edgeM;
    measuredM += edgeM;
    if (edge + 1 < edges && record[edge + 1] === record[edge]) continue;
    const givenM = walk.lengthM[record[edge]];
    if (givenM >= 0 && measuredM > 0)
      for (let own = first; own <= edge; own++) lengthM[own] = givenM * (lengthM[own] / measuredM);
    first = edge + 1;
    measuredM = 0;
  }
  return lengthM;
}

/** Both ways along every edge, by the node they leave and in the order of the edges. */
function arcsOf(nodes: number, from: Uint32Array, to: Uint32Array, lengthM: Float64Array) {
  const arcStart = new Uint32Array(nodes + 1);
  for (let edge = 0; edge < from.length; edge++) {
    arcStart[from[edge] + 1]++;
    arcStart[to[edge] + 1]++;
  }
  for (let node = 0; node < nodes; node++) arcStart[node + 1] += arcStart[node];
  const next = arcStart.slice(0, nodes);
  const arcTo = new Uint32Array(2 * from.length);
  const arcEdge = new Uint32Array(2 * from.length);
  const arcM = new Float64Array(2 * from.length);
  const leave = (node: number, towards: number, edge: number): void => {
    const arc = next[node]++;
    arcTo[arc] = towards;
    arcEdge[arc] = edge;
    arcM[arc] = lengthM[edge];
  };
  for (let edge = 0; edge < from.length; edge++) {
    leave(from[edge], to[edge], edge);
    leave(to[edge], from[edge], edge);
  }
  return { arcStart, arcTo, arcEdge, arcM };
}
