import type { TableName } from '#lib/core/model.ts';
import { tableOfName } from '#lib/core/ingest/contract.ts';
import type { Contract } from '#lib/core/ingest/contract.ts';
import type { InputFile } from '#lib/core/ingest/source.ts';
import { baseName, depthOf } from '#lib/core/ingest/spelling.ts';

/** What a file of a folder is taken for before it is opened. */
export type Role =
  | { kind: 'info' }
  | { kind: 'ignored' }
  | { kind: 'named'; table: TableName }
  | { kind: 'unknown' };

export interface PlannedFile {
  input: InputFile;
  role: Role;
}

/** Names of saved mappings, which the command line takes from a folder. */
export const MAPPING_FILE = /(^|[.-])mapping\.json$/i;

/** Files that stand beside tables and are none: results, truth, mappings, read-me and system files. */
const IGNORED = [
  /^\./,
  /^~\$/,
  /^(thumbs\.db|desktop\.ini)$/i,
  /^(truth|result|manifest)\.json$/i,
  /^blanks\.(csv|geojson)$/i,
  MAPPING_FILE,
  /^lineage\.csv$/i,
  /^report\.xlsx$/i,
  /^(readme|licen[cs]e|notice|changelog)\b/i,
  /\.(md|log|html?)$/i,
];

function roleOf(name: string, contract: Contract): Role {
  const base = baseName(name);
  if (/(^|[/\\])__MACOSX[/\\]/.test(name)) return { kind: 'ignored' };
  if (/^project\.json$/i.test(base)) return { kind: 'info' };
  if (IGNORED.some((pattern) => pattern.test(base))) return { kind: 'ignored' };
  const table = tableOfName(name, contract);
  return table === null ? { kind: 'unknown' } : { kind: 'named', table };
}

/** The folder that all names start with, with its slash; empty where there is none. */
function sharedFolder(names: readonly string[]): string {
  let shared = names.length > 0 ? names[0].slice(0, names[0].lastIndexOf('/') + 1) : '';
  for (const name of names)
    while (!name.startsWith(shared))
      shared = shared.slice(0, shared.slice(0, -1).lastIndexOf('/') + 1);
  return shared;
}

/** Gives each .shp the files that belong to it, which then are no files of their own. */
function withCompanions(files: readonly InputFile[]): InputFile[] {
  const stem = (name: string) => name.replace(/(\.shp)?\.[a-z]+$/i, '').toLowerCase();
  const shapefiles = new Map(
    files.filter(({ name }) => /\.shp$/i.test(name)).map((file) => [stem(file.name), file]),
  );
  if (shapefiles.size === 0) return [...files];
  const belongs = ({ name }: InputFile) =>
    /\.(dbf|shx|prj|cpg|sbn|sbx|qix|qpj|shp\.xml)$/i.test(name) && shapefiles.has(stem(name));
  return files
    .filter((file) => !belongs(file))
    .map((file) => {
      if (shapefiles.get(stem(file.name)) !== file) return file;
      const own = files.filter((other) => belongs(other) && stem(other.name) === stem(file.name));
      const companions = own.filter(({ name }) => /\.(dbf|prj|cpg)$/i.test(name));
      return { name: file.name, size: file.size, bytes: () => file.bytes(), companions };
    });
}

function rank(name: string): number {
  return depthOf(name) * 2 + (/json$/i.test(name) ? 0 : 1);
}

/**
 * Puts the files of a folder into the order in which they count: files nearer to the folder's top
 * first, there GeoJSON before other formats, then by name. The first file of a table is used. The
 * folder that all files share is taken off their names, so that a dropped folder and a path on the
 * command line read alike.
 */
export function planFolder(given: readonly InputFile[], contract: Contract): PlannedFile[] {
  const files = withCompanions(given);
  const names = files.map((file) => file.name.replace(/\\/g, '/').replace(/^(\.?\/)+/, ''));
  const shared = sharedFolder(names);
  return files
    .map((file, i): PlannedFile => {
      const name = names[i].slice(shared.length);
      const input: InputFile = { name, size: file.size, bytes: () => file.bytes() };
      if (file.companions) input.companions = file.companions;
      return { input, role: roleOf(name, contract) };
    })
    .sort(
      ({ input: a }, { input: b }) => rank(a.name) - rank(b.name) || (a.name < b.name ? -1 : 1),
    );
}
