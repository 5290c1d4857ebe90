import type { Archive } from '#lib/core/ingest/format/archive.ts';
import { readShapefile } from '#lib/core/ingest/format/shapefile.ts';
import type { ShapefileMembers } from '#lib/core/ingest/format/shapefile.ts';
import type { IssueLog } from '#lib/core/ingest/issue-log.ts';
import type { Sheet } from '#lib/core/ingest/sheet.ts';

/** What an archive is, by what lies in it. */
export type ArchiveKind = 'workbook' | 'files';

const SKIPPED = /(^|\/)(__MACOSX\/|\.|thumbs\.db$|desktop\.ini$)/i;
/** Files that belong to a shapefile; the .shp stands for them all. */
const SHAPEFILE_PARTS = /\.(dbf|shx|prj|cpg|sbn|sbx|qix|qpj|shp\.xml)$/i;

export function archiveKind({ members }: Archive): ArchiveKind {
  const names = new Set(members.map(({ name }) => name.toLowerCase()));
  const office = names.has('[content_types].xml') || names.has('xl/workbook.xml');
  return office ? 'workbook' : 'files';
}

/** The members that hold tables, a shapefile by its .shp, in the order of their names. */
export function tableMembers({ members }: Archive): string[] {
  const names = members.map(({ name }) => name).filter((name) => !SKIPPED.test(name));
  const stems = new Set(names.filter(isShp).map(stemOf));
  return names
    .filter((name) => !(SHAPEFILE_PARTS.test(name) && stems.has(stemOf(name))))
    .sort((a, b) => (a < b ? -1 : 1));
}

export const isShp = (name: string): boolean => /\.shp$/i.test(name);
const stemOf = (name: string): string => name.replace(/(\.shp)?\.[a-z]+$/i, '').toLowerCase();

/** Reads the layer of a .shp together with its companions in the archive. */
export function readLayer(file: string, archive: Archive, shp: string, issues: IssueLog): Sheet {
  const stem = stemOf(shp);
  const companion = (ending: string): Uint8Array | undefined => {
    const found = archive.members.find(
      ({ name }) => name.toLowerCase().endsWith(ending) && stemOf(name) === stem,
    );
    return found && archive.read(found.name);
  };
  const members: ShapefileMembers = { shp: archive.read(shp) };
  for (const [key, ending] of [
    ['dbf', '.dbf'],
    ['prj', '.prj'],
    ['cpg', '.cpg'],
  ] as const) {
    const bytes = companion(ending);
    if (bytes) members[key] = bytes;
  }
  return readShapefile(file, members, issues);
}
