import { transfer } from 'comlink';
import { packed, pieces, type Packed, type Piece } from '#lib/core/packing.ts';

/** Bytes that are copied for the worker at one go: few enough for the screen to answer in between. */
const AT_ONCE = 2_000_000;

/** A worker that takes a value in pieces. */
interface Taking {
  expect(head: Packed, lengths: number[]): Promise<void>;
  take(batch: Piece[]): Promise<void>;
  open(): Promise<void>;
}

/** Hands a value over a piece at a time: a million units at once would hold the screen up. */
export async function handOver(remote: Taking, value: object): Promise<void> {
  const { packed: head, buffers } = packed(value);
  await remote.expect(
    head,
    buffers.map(({ length }) => length),
  );
  for (const batch of pieces(buffers, AT_ONCE))
    await remote.take(
      transfer(
        batch,
        batch.map(({ bytes }) => bytes.buffer),
      ),
    );
  await remote.open();
}
