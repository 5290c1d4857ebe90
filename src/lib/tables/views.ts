import type { Engine } from '#lib/tables/engine.ts';

/** Views that depend on the division tree alone: computed once for a project, not at every question. */
const STORED = new Set(['division_closure']);

/**
 * Orders views so that each stands after those it reads. A view is named by its file; it reads
 * another when the other's name stands in its text.
 */
export function inOrder(views: Record<string, string>): string[] {
  const names = Object.keys(views).sort();
  const placed = new Set<string>();
  const ordered: string[] = [];
  const visit = (name: string, path: string[]): void => {
    if (placed.has(name)) return;
    if (path.includes(name)) throw new Error(`views in a circle: ${[...path, name].join(' > ')}`);
    const text = views[name].replace(/--.*$/gm, '');
    for (const other of names)
      if (other !== name && new RegExp(`\\b${other}\\b`).test(text)) visit(other, [...path, name]);
    placed.add(name);
    ordered.push(name);
  };
  for (const name of names) visit(name, []);
  return ordered;
}

/** Creates every view over the tables that are loaded. */
export async function createViews(engine: Engine, views: Record<string, string>): Promise<void> {
  for (const name of inOrder(views)) {
    const noun = STORED.has(name) ? 'TABLE' : 'VIEW';
    await engine.run(`CREATE OR REPLACE ${noun} ${name} AS\n${views[name]}`);
  }
}
