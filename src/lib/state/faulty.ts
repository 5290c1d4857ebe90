import type { Project } from '#lib/core/model.ts';

/** A file with something to mark, and how much: errors and warnings, those only counted among them. */
export interface FaultyFile {
  name: string;
  n: number;
}

/** The files of a project that can be handed back; what is wrong in a member is its archive's. */
export function faultyFiles({ files, issues }: Pick<Project, 'files' | 'issues'>): FaultyFile[] {
  const counts = new Map<string, number>();
  const listed = new Set<string>();
  for (const { file, severity, code } of issues)
    if (severity !== 'note') listed.add(`${code}\n${file}`);
  for (const { file, severity, code, found, expected } of issues) {
    const more = code === 'more_of_same' && listed.has(`${expected}\n${file}`);
    if (severity === 'note' && !more) continue;
    const own = files.find(({ name }) => file === name || file.startsWith(`${name}/`));
    if (own) counts.set(own.name, (counts.get(own.name) ?? 0) + (more ? Number(found) : 1));
  }
  return [...counts].map(([name, n]) => ({ name, n }));
}
