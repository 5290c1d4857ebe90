import { LayerExtension, type Layer } from '@deck.gl/core';
import type { Device, Texture } from '@luma.gl/core';

/** Subjects in a row of the texture. */
const ROW = 1024;

/**
 * Which subjects (units, divisions) are drawn, as a texture that the shaders read: another filter is
 * one upload of a byte a subject, and no mesh is made anew. A layer draws the subjects whose code
 * shares a bit with the layer's own `sieveBits`.
 */
export class Sieve {
  #codes: Uint8Array | null = null;
  #texture: Texture | null = null;
  #device: Device | null = null;
  #uploaded: Uint8Array | null = null;
  /** Changes whenever something else is drawn. */
  version = 0;

  /** Codes by subject; null draws every subject. */
  set(codes: Uint8Array | null): void {
    if (codes === this.#codes) return;
    this.#codes = codes;
    this.version++;
  }

  get open(): boolean {
    return this.#codes === null;
  }

  /** The texture on a device, brought up to date. */
  textureOn(device: Device): Texture {
    const codes = this.#codes ?? new Uint8Array(1);
    const height = Math.max(1, Math.ceil(codes.length / ROW));
    if (this.#device !== device || this.#texture?.height !== height) {
      this.#texture?.destroy();
      this.#texture = device.createTexture({
        format: 'r8unorm',
        width: ROW,
        height,
        sampler: { minFilter: 'nearest', magFilter: 'nearest' },
      });
      this.#device = device;
      this.#uploaded = null;
    }
    if (this.#uploaded !== codes) {
      const padded = new Uint8Array(ROW * height);
      padded.set(codes);
      this.#texture.writeData(padded);
      this.#uploaded = codes;
    }
    return this.#texture;
  }
}

/** What a layer is told of its sieve. */
export interface Sieved {
  sieve: Sieve;
  sieveBits: number;
}

/** A layer's props for a sieve; the version tells deck.gl to draw anew. */
export const sievedProps = (sieved: Sieved | undefined) =>
  sieved ? { ...sieved, sieveVersion: sieved.sieve.version } : {};

const VERTEX = `\
layout(std140) uniform sieveUniforms {
  highp int bits;
} sieve;
uniform sampler2D sieve_codes;
in float sieveSubjects;
`;

/** Shader module of everything that a sieve can hold back. */
export const sieveModule = {
  name: 'sieve',
  vs: VERTEX,
  uniformTypes: { bits: 'i32' },
  getUniforms: ({ bits, texture }: { bits?: number; texture?: Texture }) =>
    texture ? { bits, sieve_codes: texture } : {},
  inject: {
    'vs:#main-end': `
if (sieve.bits != 0) {
  int subject = int(sieveSubjects + 0.5);
  int code = int(texelFetch(sieve_codes, ivec2(subject % ${ROW}, subject / ${ROW}), 0).r * 255.0 + 0.5);
  if ((code & sieve.bits) == 0) gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
}
`,
  },
} as const;

/** What the module is told: a layer without a sieve, or with an open one, draws everything. */
export function sieveProps(device: Device, { sieve, sieveBits }: Partial<Sieved>) {
  const own = sieve ?? NO_SIEVE;
  return { sieve: { bits: own.open ? 0 : (sieveBits ?? 0), texture: own.textureOn(device) } };
}
const NO_SIEVE = new Sieve();

/** Gives a layer of deck.gl's own a sieve; `getSieveSubject` names the subject of each of its records. */
export class SieveExtension extends LayerExtension {
  static override extensionName = 'SieveExtension';
  static override defaultProps = { getSieveSubject: { type: 'accessor', value: 0 } } as never;

  override getShaders(): unknown {
    return { modules: [sieveModule] };
  }

  override initializeState(this: Layer): void {
    this.getAttributeManager()?.add({
      sieveSubjects: { size: 1, stepMode: 'dynamic', accessor: 'getSieveSubject' },
    });
  }

  override draw(this: Layer<Partial<Sieved>>): void {
    this.setShaderModuleProps(sieveProps(this.context.device as Device, this.props));
  }
}
