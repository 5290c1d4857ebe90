import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Cancelled, readFolder } from '#lib/core/ingest/read-folder.ts';
import { everyFormat } from './every-format.ts';
import type { SmallTable } from './every-format.ts';
import { fileOf, lexicon } from './ingest-folder.ts';

const SEED = 20261125;
const FILES = 2000;
const SLOWEST_MS = 5000;
const MOST_GROWTH_BYTES = 600_000_000;

/** mulberry32 */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const TABLE: SmallTable = {
  headers: ['编号', '名称', '类型', '经度', '纬度', '企业数', '备注'],
  rows: Array.from({ length: 20 }, (_, r) => [
    `U${r}`,
    `大厦${r}号,"甲"`,
    '楼宇',
    String(121.4 + r / 500),
    String(31.2 + r / 700),
    r % 5 === 0 ? '约1.2万' : String(r * 7),
    r % 3 === 0 ? '一行\n两行' : '无',
  ]),
  points: Array.from({ length: 20 }, (_, r) => [121.4 + r / 500, 31.2 + r / 700]),
};

type Mutation = (bytes: Uint8Array, next: () => number, other: Uint8Array) => Uint8Array;

const at = (next: () => number, length: number) => Math.floor(next() * length);
const joined = (...parts: Uint8Array[]): Uint8Array => Uint8Array.from(Buffer.concat(parts));

const MUTATIONS: Record<string, Mutation> = {
  flips(bytes, next) {
    const copy = bytes.slice();
    for (let n = 1 + at(next, 12); n > 0; n--) copy[at(next, copy.length)] ^= 1 << at(next, 8);
    return copy;
  },
  bytes(bytes, next) {
    const copy = bytes.slice();
    for (let n = 1 + at(next, 8); n > 0; n--) copy[at(next, copy.length)] = at(next, 256);
    return copy;
  },
  truncation: (bytes, next) => bytes.slice(0, at(next, bytes.length)),
  splice(bytes, next, other) {
    const cut = at(next, bytes.length);
    return joined(bytes.subarray(0, cut), other.subarray(at(next, other.length)));
  },
  duplicate(bytes, next) {
    const from = at(next, bytes.length);
    const block = bytes.subarray(from, from + 1 + at(next, 600));
    const parts = Array.from({ length: 1 + at(next, 60) }, () => block);
    return joined(bytes.subarray(0, from), ...parts, bytes.subarray(from));
  },
  removal(bytes, next) {
    const from = at(next, bytes.length);
    return joined(bytes.subarray(0, from), bytes.subarray(from + 1 + at(next, 200)));
  },
  /** Numbers of four bytes made huge, as in sizes, counts and offsets. */
  hugeNumber(bytes, next) {
    const copy = bytes.slice();
    const view = new DataView(copy.buffer);
    const huge = [0xffffffff, 0x7fffffff, 0x80000000, 0x00ffffff, 0x0000ffff];
    if (copy.length < 8) return copy;
    for (let n = 1 + at(next, 3); n > 0; n--)
      view.setUint32(at(next, copy.length - 4), huge[at(next, huge.length)], next() < 0.7);
    return copy;
  },
  /** A zip directory that lies about its sizes, counts, methods and places; a flip for other files. */
  lie(bytes, next, other) {
    const entries: number[] = [];
    for (let i = 0; i + 46 < bytes.length; i++)
      if (bytes[i] === 0x50 && bytes[i + 1] === 0x4b && [1, 3, 5].includes(bytes[i + 2]))
        entries.push(i);
    if (entries.length === 0) return MUTATIONS.flips(bytes, next, other);
    const copy = bytes.slice();
    const start = entries[at(next, entries.length)];
    const length = copy[start + 2] === 5 ? 22 : 46;
    for (let n = 1 + at(next, 4); n > 0; n--)
      copy[start + 4 + at(next, length - 4)] = next() < 0.3 ? 0xff : at(next, 256);
    return copy;
  },
};
const KINDS = Object.keys(MUTATIONS);

const collect = (globalThis as { gc?: () => void }).gc;

describe('files that were damaged at random', () => {
  // The reader of old workbooks prints the numbers of records that it does not know.
  beforeEach(() => void vi.spyOn(console, 'error').mockImplementation(() => undefined));
  afterEach(() => void vi.restoreAllMocks());

  it.each(Object.entries(everyFormat(TABLE)))(
    'gives every row of %s while it is whole',
    async (name, bytes) => {
      const { units } = await readFolder([fileOf(name, bytes)], lexicon);
      expect(units.count).toBe(name === 'project.json' ? 0 : TABLE.rows.length);
    },
  );

  it(`${FILES} of them never throw, never hang, never fill the memory (seed ${SEED})`, async () => {
    const originals = Object.entries(everyFormat(TABLE));
    let slowestMs = 0;
    let slowest = '';
    let read = 0;
    let peakBytes = 0;
    const started = performance.now();
    collect?.();
    const before = process.memoryUsage().rss;
    for (let n = 0; n < FILES; n++) {
      const next = random(SEED + n);
      const [name, original] = originals[n % originals.length];
      const kind = KINDS[at(next, KINDS.length)];
      const other = originals[at(next, originals.length)][1];
      const bytes = MUTATIONS[kind](original, next, other);
      const label = `seed ${SEED + n}, ${kind} of ${name}`;
      const start = performance.now();
      const shown = name === 'project.json' || n % 3 > 0 ? name : `units.${name.slice(2)}`;
      try {
        const project = await readFolder([fileOf(shown, bytes)], lexicon);
        read += project.units.count > 0 ? 1 : 0;
        expect(project.issues.length, label).toBeGreaterThan(0);
      } catch (error) {
        if (error instanceof Cancelled) throw error;
        const said = error instanceof Error ? error.stack : String(error);
        throw new Error(`${label}: ${said}`, { cause: error });
      }
      const ms = performance.now() - start;
      if (ms > slowestMs) {
        slowestMs = ms;
        slowest = label;
      }
      expect(ms, label).toBeLessThan(SLOWEST_MS);
      if (n % 100 === 99) {
        collect?.();
        peakBytes = Math.max(peakBytes, process.memoryUsage().rss - before);
        expect(peakBytes, label).toBeLessThan(MOST_GROWTH_BYTES);
      }
    }
    const seconds = (performance.now() - started) / 1000;
    console.log(
      `${FILES} files, seeds ${SEED}..${SEED + FILES - 1}: ${seconds.toFixed(1)} s, ${read} still gave units, ` +
        `slowest ${slowestMs.toFixed(0)} ms (${slowest}), memory +${(peakBytes / 1e6).toFixed(0)} MB`,
    );
    expect(seconds).toBeLessThan(90);
  }, 120_000);
});
