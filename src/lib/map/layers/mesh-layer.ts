import { Layer, type LayerProps } from '@deck.gl/core';
import type { Device } from '@luma.gl/core';
import { Model } from '@luma.gl/engine';
import { sieveProps, type Sieved } from '#lib/map/layers/sieve.ts';

/** Columns of a mesh: positions in degrees, whatever else the shader reads, and the triangles. */
export interface Mesh {
  length: number;
  /** Vertex indices, three a triangle. */
  indices: Uint32Array;
  attributes: Record<
    string,
    { value: Float32Array | Float64Array | Uint8Array; size: number; normalized?: boolean }
  >;
}

/** Description of one vertex column beside the positions. */
export interface Column {
  size: number;
  type?: 'float32' | 'unorm8';
}

/**
 * What deck.gl is handed as `data` for a mesh. Every mesh has a column `sieveSubjects`: the subject
 * of each vertex, for `Sieve`.
 */
export const meshData = (mesh: Mesh) => ({
  length: mesh.length,
  attributes: {
    ...mesh.attributes,
    indices: { value: mesh.indices, size: 1 },
  },
});

/**
 * Triangles drawn in one call from ready-made columns. deck.gl's own lines and points draw an
 * instance per segment, which a machine without a graphics card pays for dearly: software
 * rasterisers set up every instance anew.
 */
export abstract class MeshLayer<Props extends object> extends Layer<Props> {
  static override layerName = 'MeshLayer';
  declare state: { model?: Model };

  /** Columns that the shader reads beside `vertexPositions`. */
  protected abstract attributes(): Record<string, Column>;

  /** Uniform blocks by name. */
  protected abstract uniforms(): Record<string, Record<string, unknown>>;

  override initializeState(): void {
    const columns = Object.entries(this.attributes()).map(([name, { size, type }]) => [
      name,
      { size, type: type ?? 'float32', noAlloc: true, update: () => undefined },
    ]);
    this.getAttributeManager()?.add({
      indices: { size: 1, isIndexed: true, noAlloc: true, update: () => undefined },
      vertexPositions: {
        size: 3,
        type: 'float64',
        fp64: this.use64bitPositions(),
        noAlloc: true,
        update: () => undefined,
      },
      ...(Object.fromEntries(columns) as object),
    });
    this.setState({
      model: new Model(this.context.device, {
        ...(this.getShaders(undefined as never) as object),
        id: this.props.id,
        topology: 'triangle-list',
        bufferLayout: this.getAttributeManager()?.getBufferLayouts(),
        isIndexed: true,
      } as ConstructorParameters<typeof Model>[1]),
    });
  }

  override draw(): void {
    const { model } = this.state;
    const data = this.props as unknown as LayerProps & { data: ReturnType<typeof meshData> };
    if (!model) return;
    model.setVertexCount(data.data.attributes.indices.value.length);
    model.shaderInputs.setProps({
      ...this.uniforms(),
      ...sieveProps(this.context.device as Device, this.props as Partial<Sieved>),
    });
    model.draw(this.context.renderPass);
  }
}
