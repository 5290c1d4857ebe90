import { picking, project32, type DefaultProps } from '@deck.gl/core';
import { MeshLayer, type Mesh } from '#lib/map/layers/mesh-layer.ts';
import { sieveModule } from '#lib/map/layers/sieve.ts';
import type { Rgba } from '#lib/map/palette.ts';
import type { Paths } from '#lib/map/polygons.ts';

export interface RibbonProps {
  color: Rgba;
  widthPx: number;
}

const BLOCK = `\
layout(std140) uniform ribbonUniforms {
  vec4 color;
  float widthPx;
} ribbon;
`;

const ribbonModule = {
  name: 'ribbon',
  vs: BLOCK,
  fs: BLOCK,
  uniformTypes: { color: 'vec4<f32>', widthPx: 'f32' },
} as const;

const VERTEX = `\
#version 300 es
#define SHADER_NAME ribbon-layer-vertex-shader
in vec3 vertexPositions;
in vec3 vertexPositions64Low;
in vec3 normals;
out float vAcross;
void main(void) {
  geometry.worldPosition = vertexPositions;
  float half_ = ribbon.widthPx * 0.5 + 0.6;
  vAcross = normals.z * half_;
  gl_Position = project_position_to_clipspace(vertexPositions, vertexPositions64Low, vec3(0.0), geometry.position);
  gl_Position.xy += project_pixel_size_to_clipspace(normals.xy * half_);
}
`;

const FRAGMENT = `\
#version 300 es
#define SHADER_NAME ribbon-layer-fragment-shader
precision highp float;
in float vAcross;
out vec4 fragColor;
void main(void) {
  float cover = clamp(ribbon.widthPx * 0.5 + 0.5 - abs(vAcross), 0.0, min(1.0, ribbon.widthPx));
  fragColor = vec4(ribbon.color.rgb, ribbon.color.a * cover);
  DECKGL_FILTER_COLOR(fragColor, geometry);
}
`;

/** A corner is drawn out at most this many half widths. */
const MITRE_LIMIT = 2;

const mix = (hash: number, bits: number): number => {
  const mixed = Math.imul(hash ^ bits, 0x9e3779b1);
  return mixed ^ (mixed >>> 15);
};

/**
 * Answers whether the edge from vertex v to the next is met for the first time, in whichever
 * direction: neighbours share theirs. `xy` holds two coordinates a vertex.
 */
export function firstEdges(xy: Float64Array): (v: number) => boolean {
  const bits = new Int32Array(xy.buffer, xy.byteOffset, 2 * xy.length);
  let size = 1024;
  while (size < xy.length) size *= 2;
  const table = new Int32Array(size).fill(-1);
  const same = (a: number, b: number) => xy[2 * a] === xy[2 * b] && xy[2 * a + 1] === xy[2 * b + 1];
  const hashOf = (v: number): number => {
    let hash = 0;
    for (let k = 4 * v; k < 4 * v + 4; k++) hash = mix(hash, bits[k]);
    return hash;
  };
  return (v) => {
    const w = v + 1;
    let slot = (hashOf(v) + hashOf(w)) & (size - 1);
    for (; table[slot] >= 0; slot = (slot + 1) & (size - 1)) {
      const known = table[slot];
      if ((same(known, v) && same(known + 1, w)) || (same(known, w) && same(known + 1, v)))
        return false;
    }
    table[slot] = v;
    return true;
  };
}

/**
 * Paths as ribbons: two vertices for each vertex of a path, pushed apart in pixels along the mitre
 * when drawn. A path whose last vertex repeats the first is closed. `once`: an edge that several
 * paths share is drawn for the first of them alone.
 */
export function ribbonOf({ length, startIndices, xy, subject }: Paths, once = false): Mesh {
  const isFirst = once ? firstEdges(xy) : () => true;
  const n = startIndices[length] ?? 0;
  const positions = new Float64Array(4 * n);
  const normals = new Float32Array(6 * n);
  const subjects = new Float32Array(2 * n);
  const indices = new Uint32Array(6 * Math.max(0, n - length));
  let at = 0;
  for (let path = 0; path < length; path++) {
    const from = startIndices[path];
    const last = startIndices[path + 1] - 1;
    const closed = xy[2 * from] === xy[2 * last] && xy[2 * from + 1] === xy[2 * last + 1];
    subjects.fill(subject[path], 2 * from, 2 * last + 2);
    const squeeze = Math.cos((xy[2 * from + 1] * Math.PI) / 180);
    const direction = (a: number, b: number): [number, number] => {
      const dx = (xy[2 * b] - xy[2 * a]) * squeeze;
      const dy = xy[2 * b + 1] - xy[2 * a + 1];
      const long = Math.hypot(dx, dy);
      return long > 0 ? [dx / long, dy / long] : [0, 0];
    };
    for (let v = from; v <= last; v++) {
      const before = v > from ? v - 1 : closed ? last - 1 : v;
      const after = v < last ? v + 1 : closed ? from + 1 : v;
      const [ax, ay] = before === v ? direction(v, after) : direction(before, v);
      const [bx, by] = after === v ? [ax, ay] : direction(v, after);
      const sum = Math.hypot(ax + bx, ay + by);
      const [tx, ty] = sum > 1e-6 ? [(ax + bx) / sum, (ay + by) / sum] : [ax, ay];
      const stretch = Math.min(MITRE_LIMIT, 1 / Math.max(1e-6, tx * ax + ty * ay));
      for (const side of [0, 1]) {
        const k = 2 * v + side;
        const sign = side === 0 ? 1 : -1;
        positions[2 * k] = xy[2 * v];
        positions[2 * k + 1] = xy[2 * v + 1];
        normals[3 * k] = -ty * stretch * sign;
        normals[3 * k + 1] = tx * stretch * sign;
        normals[3 * k + 2] = sign;
      }
      if (v < last && isFirst(v)) {
        indices.set([2 * v, 2 * v + 1, 2 * v + 2, 2 * v + 2, 2 * v + 1, 2 * v + 3], at);
        at += 6;
      }
    }
  }
  return {
    length: 2 * n,
    indices: once ? indices.slice(0, at) : indices,
    attributes: {
      vertexPositions: { value: positions, size: 2 },
      normals: { value: normals, size: 3 },
      sieveSubjects: { value: subjects, size: 1 },
    },
  };
}

const defaultProps: DefaultProps<RibbonProps> = {
  color: { type: 'color', value: [0, 0, 0, 255] },
  widthPx: { type: 'number', min: 0, value: 1 },
};

/** Lines of one colour and one width in CSS pixels. */
export class RibbonLayer extends MeshLayer<RibbonProps> {
  static override layerName = 'RibbonLayer';
  static override defaultProps = defaultProps as never;

  override getShaders(): unknown {
    return super.getShaders({
      vs: VERTEX,
      fs: FRAGMENT,
      modules: [project32, picking, ribbonModule, sieveModule],
    });
  }

  protected attributes() {
    return { normals: { size: 3 }, sieveSubjects: { size: 1 } } as const;
  }

  protected uniforms() {
    const [r, g, b, a] = this.props.color;
    return { ribbon: { color: [r / 255, g / 255, b / 255, a / 255], widthPx: this.props.widthPx } };
  }
}
