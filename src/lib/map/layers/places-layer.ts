import { picking, project32, type DefaultProps } from '@deck.gl/core';
import type { Device, Texture } from '@luma.gl/core';
import { MeshLayer } from '#lib/map/layers/mesh-layer.ts';
import { TEXELS_A_ROW, type PlaceDistances } from '#lib/map/layers/place-distances.ts';
import type { Rgba } from '#lib/map/palette.ts';

/** Colours of the dots. */
export interface PlaceInks {
  reached: Rgba;
  twice: Rgba;
  paper: Rgba;
  outline: Rgba;
  unknown: Rgba;
}

/** One side shown alone, what parts the two, or the one beside the other. */
export type PlacesMode = 'one' | 'difference' | 'swipe';

export interface PlacesProps {
  distances: PlaceDistances | null;
  /** Of `distances`: tells deck.gl to draw anew. */
  distancesVersion: number;
  cutoffM: number;
  otherCutoffM: number;
  mode: PlacesMode;
  /** Where the swipe stands, a share of the map's width. */
  swipe: number;
  /** Factor on radii. */
  scale: number;
  inks: PlaceInks | null;
}

/** Sizes in CSS pixels at a scale of 1: radius and line. */
const SIZES = {
  reached: [2.1, 0],
  twice: [2.6, 0],
  blank: [3.5, 1.7],
  unknown: [2.1, 0],
  sameBlank: [2, 0.9],
  gained: [3.9, 0],
  lost: [4.1, 2],
} as const;
const size = (name: keyof typeof SIZES): string =>
  `vec2(${SIZES[name].map((v) => v.toFixed(2)).join(', ')})`;

const BLOCK = `\
layout(std140) uniform placesUniforms {
  vec4 reached;
  vec4 twice;
  vec4 paper;
  vec4 outline;
  vec4 unknown;
  float cutoffM;
  float otherCutoffM;
  float scale;
  float divider;
  float side;
  highp int sought;
  highp int turn;
} places;
`;

const placesModule = {
  name: 'places',
  vs: `${BLOCK}uniform highp sampler2D places_distances;\n`,
  fs: BLOCK,
  uniformTypes: {
    reached: 'vec4<f32>',
    twice: 'vec4<f32>',
    paper: 'vec4<f32>',
    outline: 'vec4<f32>',
    unknown: 'vec4<f32>',
    cutoffM: 'f32',
    otherCutoffM: 'f32',
    scale: 'f32',
    divider: 'f32',
    side: 'f32',
    sought: 'i32',
    turn: 'i32',
  },
  getUniforms: ({ distances, ...uniforms }: { distances?: Texture }) =>
    distances ? { ...uniforms, places_distances: distances } : {},
} as const;

/** What is sought of the distances, as the shader knows it. */
const SOUGHT = { first: 0, other: 1, difference: 2 } as const;

/**
 * Whatever lies lowest; the dark of the outlines of what is blank or changed; its paper. Blanks that
 * overlap so run together into one sheet with an outline, where a crowd of rings would be all dark.
 */
const TURNS = [0, 1, 2];

const VERTEX = `\
#version 300 es
#define SHADER_NAME places-layer-vertex-shader
in vec3 vertexPositions;
in vec3 vertexPositions64Low;
out vec4 vFillColor;
out vec4 vLineColor;
out vec2 vPixel;
out vec3 vSize;
out float vFrameX;
void main(void) {
  int mark = gl_VertexID >> 2;
  int corner = gl_VertexID & 3;
  vec4 metres = texelFetch(places_distances, ivec2(mark % ${TEXELS_A_ROW}, mark / ${TEXELS_A_ROW}), 0);
  vec2 own = places.sought == 1 ? metres.zw : metres.xy;
  float cutoff = places.sought == 1 ? places.otherCutoffM : places.cutoffM;
  vec2 size = ${size('reached')};
  vec4 fill = places.reached;
  vec4 line = vec4(0.0);
  float core = 0.0;
  bool upper = false;
  bool known = own.x >= 0.0 && (places.sought != 2 || metres.z >= 0.0);
  bool here = own.x <= cutoff;
  if (!known) {
    size = ${size('unknown')};
    fill = places.unknown;
  } else if (places.sought == 2) {
    bool there = metres.z <= places.otherCutoffM;
    upper = here != there;
    if (there && !here) {
      size = ${size('gained')};
      fill = places.twice;
    } else if (here && !there) {
      size = ${size('lost')};
      fill = places.paper;
      line = places.outline;
      core = 1.0;
    } else if (!here) {
      size = ${size('sameBlank')};
      fill = places.paper;
      line = places.outline;
    }
  } else if (!here) {
    size = ${size('blank')};
    fill = places.paper;
    line = places.outline;
    upper = true;
  } else if (own.y <= cutoff) {
    size = ${size('twice')};
    fill = places.twice;
  }
  bool bed = places.turn == 1;
  if (upper != (places.turn > 0) || (bed && size.y == 0.0)) {
    gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
    return;
  }
  vSize = vec3(size.x * places.scale, size.y * clamp(places.scale, 0.6, 1.15), bed ? 0.0 : core);
  if (upper) {
    vSize.x += (bed ? 0.5 : -0.5) * vSize.y;
    vSize.y = 0.0;
    if (bed) fill = line;
  }
  vec2 towards = vec2(float(corner & 1), float(corner >> 1)) * 2.0 - 1.0;
  vPixel = towards * (vSize.x + vSize.y * 0.5 + 1.0);
  geometry.worldPosition = vertexPositions;
  geometry.uv = towards;
  geometry.pickingColor = picking_getPickingColorFromIndex(float(mark));
  gl_Position = project_position_to_clipspace(vertexPositions, vertexPositions64Low, vec3(0.0), geometry.position);
  DECKGL_FILTER_GL_POSITION(gl_Position, geometry);
  vec3 offset = vec3(vPixel, 0.0);
  DECKGL_FILTER_SIZE(offset, geometry);
  gl_Position.xy += project_pixel_size_to_clipspace(offset.xy);
  vFrameX = gl_Position.x / gl_Position.w;
  vFillColor = fill;
  DECKGL_FILTER_COLOR(vFillColor, geometry);
  vLineColor = line;
}
`;

const FRAGMENT = `\
#version 300 es
#define SHADER_NAME places-layer-fragment-shader
precision highp float;
in vec4 vFillColor;
in vec4 vLineColor;
in vec2 vPixel;
in vec3 vSize;
in float vFrameX;
out vec4 fragColor;
void main(void) {
  if (places.side * (vFrameX - places.divider) < 0.0) discard;
  geometry.uv = vPixel;
  float soft = 0.55;
  float edge = vSize.y * 0.5;
  float d = length(vPixel) - vSize.x;
  float inside = 1.0 - smoothstep(edge - soft, edge + soft, d);
  if (inside <= 0.0) discard;
  float lined = vSize.y > 0.0 ? smoothstep(-edge - soft, -edge + soft, d) : 0.0;
  if (vSize.z > 0.5) lined = max(lined, 1.0 - smoothstep(-soft, soft, length(vPixel) - vSize.x * 0.34));
  fragColor = mix(vFillColor, vLineColor, lined);
  fragColor.a *= inside;
  DECKGL_FILTER_COLOR(fragColor, geometry);
}
`;

const defaultProps: DefaultProps<PlacesProps> = {
  distances: { type: 'object', value: null, ignore: true },
  distancesVersion: 0,
  cutoffM: 0,
  otherCutoffM: 0,
  mode: 'one',
  swipe: 0.5,
  scale: 1,
  inks: { type: 'object', value: null },
};

const unit = (color: Rgba): number[] => color.map((byte) => byte / 255);

/**
 * Places as dots that the vertex shader colours by their distance: another cutoff, another place of
 * the swipe and another mode are uniforms. Four vertices a place, told apart by their number, and drawn in
 * turns so that what is blank, or changed, lies above the rest.
 */
export class PlacesLayer extends MeshLayer<PlacesProps> {
  static override layerName = 'PlacesLayer';
  static override defaultProps = defaultProps as never;

  override getShaders(): unknown {
    return super.getShaders({
      vs: VERTEX,
      fs: FRAGMENT,
      modules: [project32, picking, placesModule],
    });
  }

  protected attributes() {
    return {};
  }

  protected uniforms() {
    const { inks, cutoffM, otherCutoffM, swipe, scale } = this.props;
    return {
      places: {
        ...Object.fromEntries(Object.entries(inks ?? {}).map(([name, ink]) => [name, unit(ink)])),
        cutoffM,
        otherCutoffM,
        scale,
        divider: 2 * swipe - 1,
      },
    };
  }

  override draw(): void {
    const { model } = this.state;
    const { data, distances, mode } = this.props as unknown as PlacesProps & {
      data: { attributes: { indices: { value: Uint32Array } } };
    };
    if (!model || !distances) return;
    const texture = distances.textureOn(this.context.device as Device);
    const views =
      mode === 'one'
        ? [{ sought: SOUGHT.first, side: 0 }]
        : mode === 'difference'
          ? [{ sought: SOUGHT.difference, side: 0 }]
          : [
              { sought: SOUGHT.first, side: -1 },
              { sought: SOUGHT.other, side: 1 },
            ];
    model.setVertexCount(data.attributes.indices.value.length);
    const { places } = this.uniforms();
    for (const view of views) {
      for (const turn of TURNS) {
        model.shaderInputs.setProps({ places: { ...places, ...view, turn, distances: texture } });
        model.draw(this.context.renderPass);
      }
    }
  }
}
