import { LayerExtension, type Layer } from '@deck.gl/core';

/** A part of the map: left (-1) or right (1) of a line `at` that share of its width, or all of it (0). */
export interface Clip {
  side: -1 | 0 | 1;
  at: number;
}

/** A layer's props for a clip. */
export const clipProps = (clip: Clip | undefined) =>
  clip ? { clipSide: clip.side, clipAt: clip.at } : {};

const FRAGMENT = `\
layout(std140) uniform clipUniforms {
  float side;
  float at;
} clip;
`;

/** Compares the place in the frame and not the pixel, so that the density of the screen plays no part. */
const clipModule = {
  name: 'clip',
  fs: FRAGMENT,
  uniformTypes: { side: 'f32', at: 'f32' },
  inject: {
    'vs:#decl': 'out float clipX;\n',
    'vs:#main-end': 'clipX = gl_Position.x / gl_Position.w;\n',
    'fs:#decl': 'in float clipX;\n',
    'fs:#main-start': 'if (clip.side * (clipX - clip.at) < 0.0) discard;\n',
  },
} as const;

/** Lets a layer be drawn on one side of a vertical line; moving the line sets a uniform. */
export class ClipExtension extends LayerExtension {
  static override extensionName = 'ReachClipExtension';

  override getShaders(): unknown {
    return { modules: [clipModule] };
  }

  override draw(this: Layer<{ clipSide?: number; clipAt?: number }>): void {
    const { clipSide = 0, clipAt = 0.5 } = this.props;
    this.setShaderModuleProps({ clip: { side: clipSide, at: 2 * clipAt - 1 } });
  }
}

export const CLIP = new ClipExtension();
