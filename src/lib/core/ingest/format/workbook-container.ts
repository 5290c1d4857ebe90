import { WorkbookFault } from '#lib/core/ingest/format/workbook-fault.ts';

const HEADER = { sectorShift: 30, directory: 48, more: 68, addresses: 76, length: 512 };
const ENTRY_BYTES = 128;
/** Places of an entry's links: two neighbours and a child. */
const LINKS = [68, 72, 76];
const STREAM = 2;
const SMALLEST_STREAM = 4096;

/** The sectors of a container and which follows which. */
class Sectors {
  readonly bytes: number;
  readonly view: DataView;
  readonly #table: number[] = [];

  constructor(view: DataView) {
    this.view = view;
    this.bytes = 1 << view.getUint16(HEADER.sectorShift, true);
    for (let at = HEADER.addresses; at < HEADER.length; at += 4) {
      const sector = view.getInt32(at, true);
      if (sector < 0) break;
      this.#table.push(sector);
    }
    const seen = new Set<number>();
    let more = view.getInt32(HEADER.more, true);
    while (this.has(more)) {
      if (seen.has(more)) throw new WorkbookFault('workbook_damaged', `sector ${more}`);
      seen.add(more);
      const at = this.offset(more);
      for (let i = 0; i < this.bytes - 4; i += 4) this.#table.push(view.getInt32(at + i, true));
      more = view.getInt32(at + this.bytes - 4, true);
    }
  }

  offset(sector: number): number {
    return (sector + 1) * this.bytes;
  }

  has(sector: number): boolean {
    return sector >= 0 && this.offset(sector) + this.bytes <= this.view.byteLength;
  }

  /** The chain from a sector on; throws where it comes back to itself. */
  chain(first: number): number[] {
    const chain: number[] = [];
    const seen = new Set<number>();
    for (let sector = first; sector >= 0;) {
      if (seen.has(sector)) throw new WorkbookFault('workbook_damaged', `sector ${sector}`);
      seen.add(sector);
      chain.push(sector);
      const table = this.#table[Math.floor((sector * 4) / this.bytes)] ?? -1;
      if (!this.has(table)) break;
      sector = this.view.getInt32(this.offset(table) + ((sector * 4) % this.bytes), true);
    }
    return chain;
  }
}

/**
 * Refuses a container (the file around an XLS) whose chains of sectors or whose tree of entries
 * lead back to themselves, of which a reader would never see the end. [MS-CFB] 2.2 to 2.6. Throws
 * `WorkbookFault`; what else may be wrong is left to the reader.
 */
export function checkContainer(bytes: Uint8Array): void {
  if (bytes.length < HEADER.length) return;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (![9, 12].includes(view.getUint16(HEADER.sectorShift, true))) return;
  const sectors = new Sectors(view);
  const entries: number[] = [];
  for (const sector of sectors.chain(view.getInt32(HEADER.directory, true)))
    for (let i = 0; i < sectors.bytes && sectors.has(sector); i += ENTRY_BYTES)
      entries.push(sectors.offset(sector) + i);
  for (const at of entries)
    if (view.getInt32(at + 120, true) >= SMALLEST_STREAM || view.getUint8(at + 66) !== STREAM)
      sectors.chain(view.getInt32(at + 116, true));
  checkTree(entries.map((at) => LINKS.map((link) => view.getInt32(at + link, true))));
}

function checkTree(links: readonly number[][]): void {
  const linked = new Set<number>();
  for (const to of links.flat()) {
    if (to <= 0) continue;
    if (to >= links.length || linked.has(to))
      throw new WorkbookFault('workbook_damaged', `entry ${to}`);
    linked.add(to);
  }
  const open = [0];
  while (open.length > 0)
    for (const to of links[open.pop() ?? 0] ?? []) if (to > 0 && linked.delete(to)) open.push(to);
  const [loose] = linked;
  if (loose !== undefined) throw new WorkbookFault('workbook_damaged', `entry ${loose}`);
}
