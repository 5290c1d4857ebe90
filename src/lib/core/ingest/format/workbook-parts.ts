import { zipSync } from 'fflate';
import type { Archive } from '#lib/core/ingest/format/archive.ts';
import { BUILT_IN_DAYS, BUILT_IN_TIMES } from '#lib/core/ingest/format/workbook-date.ts';
import { WorkbookFault } from '#lib/core/ingest/format/workbook-fault.ts';
import { scanPage } from '#lib/core/ingest/format/workbook-page.ts';
import type { PageScan } from '#lib/core/ingest/format/workbook-page.ts';

const TYPES = 'http://schemas.openxmlformats.org/package/2006/content-types';
const MAIN = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

const LESS = 0x3c;
const GREATER = 0x3e;
const MOST_OPEN_TAGS = 1000;

/** The parts of a workbook that hold cells, and what was seen in each page besides. */
export interface WorkbookParts {
  /** An archive of these parts alone, not compressed. */
  bytes: Uint8Array;
  /** For each page in the workbook's order; null for one without cells, such as a chart. */
  pages: (PageScan | null)[];
}

interface Relation {
  /** Last word of the relation's type. */
  type: string;
  /** Name of the member. */
  target: string;
}

const attribute = (tag: string, name: string) =>
  new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(tag)?.slice(1).find(Boolean) ?? '';

/** The name of a member that is named from a folder of the archive. */
function resolve(folder: string, target: string): string {
  const parts: string[] = [];
  for (const part of (target.startsWith('/') ? target : folder + target).split('/'))
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  return parts.join('/');
}

/**
 * True where so many tags begin before one ends that every search for an end would run through all
 * of them. XML has no `<` inside a tag; comments and CDATA may have some.
 */
function hasOpenTags(bytes: Uint8Array): boolean {
  let open = 0;
  for (let at = bytes.indexOf(LESS); at >= 0 && at < bytes.length; at++)
    if (bytes[at] === LESS) {
      if (++open > MOST_OPEN_TAGS) return true;
    } else if (bytes[at] === GREATER) open = 0;
  return false;
}

class Package {
  readonly #archive: Archive;
  readonly #names: Map<string, string>;

  constructor(archive: Archive) {
    this.#archive = archive;
    this.#names = new Map(archive.members.map(({ name }) => [name.toLowerCase(), name]));
  }

  has(name: string): boolean {
    return this.#names.has(name.toLowerCase());
  }

  read(name: string): Uint8Array {
    const found = this.#names.get(name.toLowerCase());
    if (found === undefined) throw new WorkbookFault('workbook_damaged', null, name);
    const bytes = this.#archive.read(found);
    if (hasOpenTags(bytes)) throw new WorkbookFault('workbook_damaged', name, '>');
    return bytes;
  }

  text(name: string): string {
    return new TextDecoder().decode(this.read(name));
  }

  /** Relations of a member by their id. Targets outside the archive are left out. */
  relations(name: string): Map<string, Relation> {
    const slash = name.lastIndexOf('/') + 1;
    const folder = name.slice(0, slash);
    const found = new Map<string, Relation>();
    const file = `${folder}_rels/${name.slice(slash)}.rels`;
    if (!this.has(file)) return found;
    for (const [tag] of this.text(file).matchAll(/<(?:\w+:)?Relationship\s[^>]*>/g)) {
      if (attribute(tag, 'TargetMode') === 'External') continue;
      const type = attribute(tag, 'Type');
      found.set(attribute(tag, 'Id'), {
        type: type.slice(type.lastIndexOf('/') + 1),
        target: resolve(folder, attribute(tag, 'Target')),
      });
    }
    return found;
  }
}

/** Built-in formats that a file uses without defining them, named by ones that every reader knows. */
function plainStyles(xml: string): string {
  const defined = new Set(
    [...xml.matchAll(/<(?:\w+:)?numFmt\s[^>]*>/g)].map(([tag]) => attribute(tag, 'numFmtId')),
  );
  const plain = new Map<string, number>();
  for (const id of BUILT_IN_DAYS) plain.set(String(id), 14);
  for (const id of BUILT_IN_TIMES) plain.set(String(id), 21);
  return xml.replace(/(\snumFmtId=["'])(\d+)(?=["'])/g, (whole, before: string, id: string) =>
    defined.has(id) || !plain.has(id) ? whole : `${before}${plain.get(id)}`,
  );
}

/**
 * Takes out of a workbook (Office Open XML, ECMA-376) what holds cells: pages up to the end of their
 * cells, shared texts, number formats. Pictures, links to other files, comments, macros and
 * hyperlinks, which may be spread over a billion cells, are not even inflated or read.
 *
 * Throws `WorkbookFault` and `ArchiveFault`.
 */
export function workbookParts(archive: Archive): WorkbookParts {
  const parts = new Package(archive);
  const office = [...parts.relations('').values()].find(({ type }) => type === 'officeDocument');
  const main = office?.target ?? 'xl/workbook.xml';
  if (!parts.has(main)) throw new WorkbookFault('workbook_unsupported', 'zip', 'xlsx');
  if (main.endsWith('.bin')) throw new WorkbookFault('workbook_unsupported', 'xlsb', 'xlsx');
  const book = parts.text(main);
  const relations = parts.relations(main);
  const files: Record<string, Uint8Array> = {};
  const overrides: string[] = [];
  const add = (name: string, bytes: Uint8Array, kind: string) => {
    files[`xl/${name}`] = bytes;
    overrides.push(`<Override PartName="/xl/${name}" ContentType="${MAIN}.${kind}+xml"/>`);
  };
  const encode = (text: string) => new TextEncoder().encode(text);

  add('workbook.xml', encode(book), 'sheet.main');
  for (const { type, target } of relations.values())
    if (!parts.has(target)) continue;
    else if (type === 'sharedStrings') add('sharedStrings.xml', parts.read(target), type);
    else if (type === 'styles') add('styles.xml', encode(plainStyles(parts.text(target))), type);
  const links: string[] = [];
  const pages = [...book.matchAll(/<(?:\w+:)?sheet\s[^>]*>/g)].map(([tag], i) => {
    const id = attribute(tag, '\\w+:id');
    const relation = relations.get(id);
    if (relation?.type !== 'worksheet') return null;
    const bytes = parts.read(relation.target);
    const scan = scanPage(bytes);
    add(`worksheets/sheet${i + 1}.xml`, bytes.subarray(0, scan.end), 'worksheet');
    links.push(
      `<Relationship Id="${id}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`,
    );
    return scan;
  });
  files['xl/_rels/workbook.xml.rels'] = encode(
    `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${links.join('')}</Relationships>`,
  );
  files['[Content_Types].xml'] = encode(`<Types xmlns="${TYPES}">${overrides.join('')}</Types>`);
  return { bytes: zipSync(files, { level: 0 }), pages };
}
