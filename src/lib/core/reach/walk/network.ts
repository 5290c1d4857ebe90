/**
 * Where one can walk. Node `i` stands at `lng[i], lat[i]` (WGS 84 degrees). Edge `e` joins nodes
 * `from[e]` and `to[e]` along the vertices `vertexStart[e] .. vertexStart[e + 1]` of `xy`, and is
 * `lengthM[e]` metres long on the ellipsoid or as its file says. Walked both ways.
 */
export interface WalkNetwork {
  nodes: number;
  lng: Float64Array;
  lat: Float64Array;
  edges: number;
  from: Uint32Array;
  to: Uint32Array;
  lengthM: Float64Array;
  vertexStart: Uint32Array;
  xy: Float64Array;
  /** Record of `Project.walk` that each edge is part of. */
  record: Uint32Array;
  /** Arcs `arcStart[i] .. arcStart[i + 1]` leave node `i`, to `arcTo`, over `arcEdge`, `arcM` metres. */
  arcStart: Uint32Array;
  arcTo: Uint32Array;
  arcEdge: Uint32Array;
  arcM: Float64Array;
  /** Connected component of each node, the one with the most nodes first. */
  component: Uint32Array;
  components: number;
  /** Lines that nobody may walk on, and why. */
  refused: RefusedLines;
}

/** Lines left out of the network, by the first reason that applies. */
export interface RefusedLines {
  /** `foot` says no. */
  foot: number;
  /** Tunnels for vehicles where nothing says that one may walk. */
  tunnel: number;
  /** Motorways and their slip roads; also ways for buses or races alone, and those not yet or no longer there. */
  motorway: number;
}

/**
 * Where places join the network: on edge `edge[i]`, `alongM[i]` metres from its `from` node, after
 * `offsetM[i]` metres from the place itself. Snapped to a node, `alongM` is 0 or the edge's length.
 * Without an edge (-1) `offsetM` is Infinity for a place farther than the limit, and NaN for one
 * without a position; `alongM` is NaN.
 */
export interface Snapped {
  edge: Int32Array;
  alongM: Float64Array;
  offsetM: Float64Array;
}
