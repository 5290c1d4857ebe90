import contractJson from '#data/contract.json' with { type: 'json' };
import { lexicon } from '#data/lexicon.ts';
import type { Contract } from '#lib/core/ingest/contract.ts';
import type { InputFile } from '#lib/core/ingest/read-folder.ts';
import { readFolder } from '#lib/core/ingest/read-folder.ts';
import type { Issue, Project } from '#lib/core/model.ts';

export { lexicon };
export const contract = contractJson as unknown as Contract;

/** A file in memory; text is written as UTF-8. */
export function fileOf(name: string, content: string | Uint8Array): InputFile {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return { name, size: bytes.length, bytes: () => Promise.resolve(bytes) };
}

/** Reads a folder given as name -> content. */
export function read(folder: Record<string, string | Uint8Array>): Promise<Project> {
  return readFolder(
    Object.entries(folder).map(([name, content]) => fileOf(name, content)),
    lexicon,
  );
}

/** The issues of one code. */
export function issuesOf(project: Project, code: string): Issue[] {
  return project.issues.filter((issue) => issue.code === code);
}
