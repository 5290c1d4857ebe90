type Columns = Float64Array | Int32Array | Uint32Array | Uint16Array | Uint8Array;
type Kind = 'f64' | 'i32' | 'u32' | 'u16' | 'u8';

const KINDS: [Kind, new (buffer: ArrayBuffer, at: number, length: number) => Columns][] = [
  ['f64', Float64Array],
  ['i32', Int32Array],
  ['u32', Uint32Array],
  ['u16', Uint16Array],
  ['u8', Uint8Array],
];

/** A value whose columns have been taken out; each is named by its number. */
export interface Packed {
  value: unknown;
  kinds: Kind[];
}

/** Stands where a column was. */
interface Hole {
  '@column': number;
}

/**
 * Takes the columns out of a value: what is left is small, and the columns are bytes that can be
 * written one by one. A column that stands in several places is one.
 */
export function packed(value: unknown): { packed: Packed; buffers: Uint8Array[] } {
  const kinds: Kind[] = [];
  const buffers: Uint8Array[] = [];
  const seen = new Map<object, Hole>();
  const take = (inner: unknown): unknown => {
    if (inner === null || typeof inner !== 'object') return inner;
    if (ArrayBuffer.isView(inner)) {
      const known = seen.get(inner);
      if (known) return known;
      const kind = KINDS.find(([, type]) => inner instanceof type);
      if (!kind) throw new TypeError(`no such column: ${Object.prototype.toString.call(inner)}`);
      const hole = { '@column': buffers.length };
      kinds.push(kind[0]);
      buffers.push(new Uint8Array(inner.buffer, inner.byteOffset, inner.byteLength));
      seen.set(inner, hole);
      return hole;
    }
    if (Array.isArray(inner))
      return inner.some((each) => each !== null && typeof each === 'object')
        ? inner.map(take)
        : inner;
    const copy = Object.create(null) as Record<string, unknown>;
    for (const key of Object.keys(inner)) copy[key] = take((inner as Record<string, unknown>)[key]);
    return copy;
  };
  return { packed: { value: take(value), kinds }, buffers };
}

/** Puts the columns back. */
export function unpacked({ value, kinds }: Packed, buffers: readonly Uint8Array[]): unknown {
  const columns = kinds.map((kind, n) => {
    const bytes = buffers[n];
    const [, Type] = KINDS.find(([name]) => name === kind)!;
    const size = { f64: 8, i32: 4, u32: 4, u16: 2, u8: 1 }[kind];
    return new Type(bytes.slice().buffer, 0, bytes.length / size);
  });
  const put = (inner: unknown): unknown => {
    if (inner === null || typeof inner !== 'object') return inner;
    if (Array.isArray(inner)) return inner.map(put);
    const hole = (inner as Partial<Hole>)['@column'];
    if (hole !== undefined && Object.keys(inner).length === 1) return columns[hole];
    const copy = Object.create(null) as Record<string, unknown>;
    for (const key of Object.keys(inner)) copy[key] = put((inner as Record<string, unknown>)[key]);
    return copy;
  };
  return put(value);
}

/** A stretch of one column's bytes: which column, where in it, and the bytes, a copy. */
export interface Piece {
  column: number;
  at: number;
  bytes: Uint8Array;
}

/**
 * The columns in copies of at most so many bytes together, so that a thread which hands them over
 * can answer in between.
 */
export function* pieces(buffers: readonly Uint8Array[], atOnce: number): Generator<Piece[]> {
  let batch: Piece[] = [];
  let room = atOnce;
  for (const [column, buffer] of buffers.entries()) {
    for (let at = 0; at < buffer.length;) {
      const bytes = buffer.slice(at, at + room);
      batch.push({ column, at, bytes });
      at += bytes.length;
      room -= bytes.length;
      if (room > 0) continue;
      yield batch;
      batch = [];
      room = atOnce;
    }
  }
  if (batch.length > 0) yield batch;
}

/** Puts a value together that comes in pieces. */
export class Gathering {
  readonly #packed: Packed;
  readonly #buffers: Uint8Array[];

  /** @param lengths bytes of each column */
  constructor(value: Packed, lengths: readonly number[]) {
    this.#packed = value;
    this.#buffers = lengths.map((length) => new Uint8Array(length));
  }

  take(batch: readonly Piece[]): void {
    for (const { column, at, bytes } of batch) this.#buffers[column].set(bytes, at);
  }

  value(): unknown {
    return unpacked(this.#packed, this.#buffers);
  }
}
