import TinyQueue from 'tinyqueue';
import { EdgeStations } from '#lib/core/reach/walk/edge-stations.ts';
import type { Snapped } from '#lib/core/reach/walk/network.ts';
import { nodeDistances } from '#lib/core/reach/walk/node-distances.ts';
import { NodeField } from '#lib/core/reach/walk/node-field.ts';
import type { WalkGraph } from '#lib/core/reach/walk/node-field.ts';
import { WalkField } from '#lib/core/reach/walk/walk-field.ts';
import { randomStream } from './random.ts';
import { printTable, timeInTurn } from './timing.ts';
import { alongStreets, streets } from './walk-streets.ts';

const SEED = 1;
const NODES = 200_000;
const EDGES_A_NODE = 2.5;
const STATIONS = 1000;
const PLACES = 1_000_000;
const DRAGS = 200;

interface Label {
  node: number;
  station: number;
  distM: number;
}

/** Every node's nearest station by Dijkstra's algorithm with a binary heap. */
function dijkstra(graph: WalkGraph, seeds: Label[]): Float64Array {
  const { nodes, arcStart, arcTo, arcM } = graph;
  const distM = new Float64Array(nodes).fill(Infinity);
  const station = new Int32Array(nodes).fill(-1);
  const queue = new TinyQueue<Label>([], (a, b) => a.distM - b.distM);
  const offer = (node: number, from: number, overM: number): void => {
    if (overM >= distM[node]) return;
    distM[node] = overM;
    station[node] = from;
    queue.push({ node, station: from, distM: overM });
  };
  for (const seed of seeds) offer(seed.node, seed.station, seed.distM);
  for (let label = queue.pop(); label !== undefined; label = queue.pop()) {
    const { node, station: from, distM: d } = label;
    if (d > distM[node]) continue;
    for (let a = arcStart[node]; a < arcStart[node + 1]; a++) offer(arcTo[a], from, d + arcM[a]);
  }
  return distM;
}

/** The same for the two nearest different stations, entries `2 i` and `2 i + 1`, as in `NodeField`. */
function dijkstraOfTwo(graph: WalkGraph, seeds: Label[]): Float64Array {
  const { nodes, arcStart, arcTo, arcM } = graph;
  const distM = new Float64Array(2 * nodes).fill(Infinity);
  const station = new Int32Array(2 * nodes).fill(-1);
  const queue = new TinyQueue<Label>([], (a, b) => a.distM - b.distM);
  const offer = (node: number, from: number, overM: number): void => {
    const near = 2 * node;
    if (overM >= distM[near + 1] || (station[near] === from && overM >= distM[near])) return;
    if (station[near] !== from && overM < distM[near]) {
      distM[near + 1] = distM[near];
      station[near + 1] = station[near];
    }
    const at = station[near] === from || overM < distM[near] ? near : near + 1;
    distM[at] = overM;
    station[at] = from;
    queue.push({ node, station: from, distM: overM });
  };
  for (const seed of seeds) offer(seed.node, seed.station, seed.distM);
  for (let label = queue.pop(); label !== undefined; label = queue.pop()) {
    const { node, station: from, distM: d } = label;
    const at = station[2 * node] === from ? 2 * node : 2 * node + 1;
    if (station[at] !== from || d > distM[at]) continue;
    for (let a = arcStart[node]; a < arcStart[node + 1]; a++) offer(arcTo[a], from, d + arcM[a]);
  }
  return distM;
}

/** Both ends of the edges that stations stand on. */
function seedsOf({ from, to, lengthM }: WalkGraph, { edge, alongM, offsetM }: Snapped): Label[] {
  return [...edge].flatMap((e, station) => [
    { node: from[e], station, distM: offsetM[station] + alongM[station] },
    { node: to[e], station, distM: offsetM[station] + (lengthM[e] - alongM[station]) },
  ]);
}

function standing(graph: WalkGraph, { edge, alongM, offsetM }: Snapped): EdgeStations {
  const stations = new EdgeStations(graph.edges);
  for (let s = 0; s < edge.length; s++) stations.put(s, edge[s], alongM[s], offsetM[s]);
  return stations;
}

/** The walking field from 1,000 stations beside Dijkstra's algorithm over tinyqueue, and its growth. */
export async function walking(): Promise<void> {
  const rows: (string | number)[][] = [];
  for (const nodes of [NODES / 4, NODES / 2, NODES]) {
    const random = randomStream(SEED);
    const graph = streets(nodes, nodes * EDGES_A_NODE, random);
    const stations = alongStreets(graph, STATIONS, random);
    const found: Record<string, Float64Array> = {};
    const { one, peerOne, two, peerTwo } = await timeInTurn(
      {
        one: () => void (found.one = nodeDistances(graph, stations)),
        peerOne: () => void (found.peerOne = dijkstra(graph, seedsOf(graph, stations))),
        two: () => void (found.two = new NodeField(graph, standing(graph, stations)).distM),
        peerTwo: () => void (found.peerTwo = dijkstraOfTwo(graph, seedsOf(graph, stations))),
      },
      11,
    );
    const differ = (a: Float64Array, b: Float64Array): string => String(a.filter((m, i) => m !== b[i]).length); // prettier-ignore
    for (const at of ['minMs', 'medianMs'] as const)
      rows.push(
        [`${nodes.toLocaleString('en')}, nearest, ${at.slice(0, -2)}`, one[at], peerOne[at], peerOne[at] / one[at], differ(found.one, found.peerOne)], // prettier-ignore
        [`${nodes.toLocaleString('en')}, two nearest, ${at.slice(0, -2)}`, two[at], peerTwo[at], peerTwo[at] / two[at], differ(found.two, found.peerTwo)], // prettier-ignore
      );
  }
  printTable(['nodes', 'lacuna ms', 'tinyqueue ms', 'ratio', 'distances that differ'], rows);
  await drags();
}

/** One station dragged about, a million places following, beside the field made anew. */
async function drags(): Promise<void> {
  const random = randomStream(SEED);
  const graph = streets(NODES, NODES * EDGES_A_NODE, random);
  const stations = alongStreets(graph, STATIONS, random);
  const places = alongStreets(graph, PLACES, random);
  const stops = alongStreets(graph, DRAGS, random);
  const { edge, alongM, offsetM } = stops;
  const snap = (k: number) => ({ edge: edge[k], alongM: alongM[k], offsetM: offsetM[k] });
  const field = new WalkField(graph, places, stations, snap);
  const anew = await timeInTurn(
    { anew: () => void new WalkField(graph, places, stations, snap) },
    5,
  );
  const times: number[] = [];
  let changed = 0;
  for (let k = 0; k < DRAGS; k++) {
    const start = process.hrtime.bigint();
    changed += field.set(k % 7, k, 0).length;
    times.push(Number(process.hrtime.bigint() - start) / 1e6);
  }
  times.sort((a, b) => a - b);
  printTable(
    ['1,000,000 places', 'min ms', 'median ms', '95 % ms'],
    [
      ['a station put elsewhere', times[0], times[DRAGS >> 1], times[Math.floor(DRAGS * 0.95)]],
      ['made anew', anew.anew.minMs, anew.anew.medianMs, ''],
    ],
  );
  console.log(`places that changed, mean: ${Math.round(changed / DRAGS)}\n`);
}
