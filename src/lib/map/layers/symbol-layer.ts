import { picking, project32, type DefaultProps } from '@deck.gl/core';
import { MeshLayer } from '#lib/map/layers/mesh-layer.ts';
import { sieveModule } from '#lib/map/layers/sieve.ts';
import type { Rgba } from '#lib/map/palette.ts';

export interface SymbolProps {
  /** Factor on radii. */
  scale: number;
  /** Border that parts every symbol from what lies beneath it. */
  casingColor: Rgba;
  casingPx: number;
}

const BLOCK = `\
layout(std140) uniform symbolUniforms {
  vec4 casingColor;
  float casingPx;
  float scale;
} symbol;
`;

const symbolModule = {
  name: 'symbol',
  vs: BLOCK,
  fs: BLOCK,
  uniformTypes: { casingColor: 'vec4<f32>', casingPx: 'f32', scale: 'f32' },
} as const;

const VERTEX = `\
#version 300 es
#define SHADER_NAME symbol-layer-vertex-shader
in vec3 vertexPositions;
in vec3 vertexPositions64Low;
in vec4 corners;
in vec2 sizes;
in vec4 fillColors;
in vec4 lineColors;
in float records;
out vec4 vFillColor;
out vec4 vLineColor;
out vec2 vPixel;
out vec2 vStyle;
out float vRadius;
out float vLine;
void main(void) {
  geometry.worldPosition = vertexPositions;
  geometry.pickingColor = picking_getPickingColorFromIndex(records);
  vRadius = symbol.scale * sizes.x;
  vLine = sizes.y * clamp(vRadius / 4.5, 0.55, 1.15);
  vStyle = corners.zw;
  vPixel = corners.xy * (vRadius * 1.25 + vLine + symbol.casingPx + 1.0);
  geometry.uv = corners.xy;
  gl_Position = project_position_to_clipspace(vertexPositions, vertexPositions64Low, vec3(0.0), geometry.position);
  DECKGL_FILTER_GL_POSITION(gl_Position, geometry);
  vec3 offset = vec3(vPixel, 0.0);
  DECKGL_FILTER_SIZE(offset, geometry);
  gl_Position.xy += project_pixel_size_to_clipspace(offset.xy);
  vFillColor = fillColors;
  DECKGL_FILTER_COLOR(vFillColor, geometry);
  vLineColor = lineColors;
  DECKGL_FILTER_COLOR(vLineColor, geometry);
}
`;

/** Signed distances after Inigo Quilez, "2D distance functions": regular polygons by folding the angle. */
const FRAGMENT = `\
#version 300 es
#define SHADER_NAME symbol-layer-fragment-shader
precision highp float;
in vec4 vFillColor;
in vec4 vLineColor;
in vec2 vPixel;
in vec2 vStyle;
in float vRadius;
in float vLine;
out vec4 fragColor;

/** Dashes of a line, by the angle. */
const float DASHES = 6.0 / 6.2831853;

float regular(vec2 p, float sides, float turn, float inner) {
  float angle = atan(p.x, p.y) + turn;
  float slice = 6.2831853 / sides;
  return cos(floor(0.5 + angle / slice) * slice - angle) * length(p) - inner;
}

float star(vec2 p, float r) {
  float an = 0.62831853;
  vec2 acs = vec2(cos(an), sin(an));
  vec2 ecs = vec2(cos(1.02), sin(1.02));
  float bn = mod(atan(p.x, p.y), 2.0 * an) - an;
  p = length(p) * vec2(cos(bn), abs(sin(bn)));
  p -= r * acs;
  p += ecs * clamp(-dot(p, ecs), 0.0, r * acs.y / ecs.y);
  return length(p) * sign(p.x);
}

float plus(vec2 p, float r) {
  vec2 a = abs(p);
  float arm = r * 0.42;
  return min(max(a.x - r, a.y - arm), max(a.y - r, a.x - arm));
}

float shapeDistance(vec2 p, float r, float shape) {
  if (shape < 0.5) return length(p) - r;
  if (shape < 1.5) return max(abs(p.x), abs(p.y)) - r * 0.88;
  if (shape < 2.5) return (abs(p.x) + abs(p.y)) * 0.70711 - r * 0.86;
  if (shape < 3.5) return regular(p + vec2(0.0, r * 0.12), 3.0, 3.14159265, r * 0.66);
  if (shape < 4.5) return regular(p, 5.0, 3.14159265, r * 0.9);
  if (shape < 5.5) return regular(p, 6.0, 0.0, r * 0.94);
  if (shape < 6.5) return plus(p, r);
  return star(p, r * 1.15);
}

void main(void) {
  geometry.uv = vPixel;
  float d = shapeDistance(vPixel, vRadius, vStyle.x);
  float soft = 0.55;
  float edge = vLine * 0.5;
  float casing = symbol.casingPx > 0.0 ? edge + symbol.casingPx : edge;
  float inside = 1.0 - smoothstep(casing - soft, casing + soft, d);
  if (inside <= 0.0) discard;
  vec4 fill = vFillColor;
  if (vStyle.y > 0.5 && vStyle.y < 1.5) {
    float stripe = abs(fract((vPixel.x + vPixel.y) / 4.2) - 0.5) * 4.2;
    fill = mix(fill, vLineColor, smoothstep(1.1, 1.6, stripe));
  }
  float lineIn = vLine > 0.0 ? smoothstep(-edge - soft, -edge + soft, d) : 0.0;
  if (vStyle.y > 1.5) lineIn *= 1.0 - smoothstep(0.24, 0.34, abs(fract(atan(vPixel.x, vPixel.y) * DASHES) - 0.5));
  vec4 body = mix(fill, vLineColor, lineIn * step(0.004, vLineColor.a));
  float bodyIn = 1.0 - smoothstep(edge - soft, edge + soft, d);
  vec4 rim = vec4(symbol.casingColor.rgb, symbol.casingColor.a * step(0.0001, symbol.casingPx));
  fragColor = mix(rim, body, bodyIn);
  fragColor.a *= inside;
  DECKGL_FILTER_COLOR(fragColor, geometry);
}
`;

const defaultProps: DefaultProps<SymbolProps> = {
  scale: { type: 'number', min: 0, value: 1 },
  casingColor: { type: 'color', value: [0, 0, 0, 0] },
  casingPx: { type: 'number', min: 0, value: 0 },
};

/**
 * Points drawn as crisp symbols whose outline is computed in the fragment shader; radii and lines
 * are CSS pixels. Four vertices a symbol: `corners` holds the corner (-1 or 1 twice), the position
 * of the shape in SHAPES, 1 where the fill is hatched in the line colour and 2 where the
 * line is dashed; `sizes` holds radius
 * and line width; `records` the index that picking answers with.
 */
export class SymbolLayer extends MeshLayer<SymbolProps> {
  static override layerName = 'SymbolLayer';
  static override defaultProps = defaultProps as never;

  override getShaders(): unknown {
    return super.getShaders({
      vs: VERTEX,
      fs: FRAGMENT,
      modules: [project32, picking, symbolModule, sieveModule],
    });
  }

  protected attributes() {
    return {
      corners: { size: 4 },
      sizes: { size: 2 },
      fillColors: { size: 4, type: 'unorm8' },
      lineColors: { size: 4, type: 'unorm8' },
      records: { size: 1 },
      sieveSubjects: { size: 1 },
    } as const;
  }

  protected uniforms() {
    const [r, g, b, a] = this.props.casingColor;
    return {
      symbol: {
        casingColor: [r / 255, g / 255, b / 255, a / 255],
        casingPx: this.props.casingPx,
        scale: this.props.scale,
      },
    };
  }
}
