import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { TABLES } from '#lib/core/model.ts';
import type { TableName } from '#lib/core/model.ts';
import { contract, read } from './ingest-folder.ts';

const page = readFileSync('data/README.md', 'utf8');
const sections = new Map(
  page
    .split(/^## /m)
    .slice(1)
    .map((text) => [text.split(/\s/)[0], text]),
);
const example = (table: string) => /```(csv|json)\n([\s\S]*?)```/.exec(sections.get(table) ?? '');

describe('the contract page', () => {
  it.each(TABLES)('%s: names every file, column and alias, and what is required', (table) => {
    const text = sections.get(table) ?? '';
    const { zh, files, columns } = contract.tables[table];
    for (const file of files) expect(text).toContain(`\`${file}\``);
    expect(text).toContain(zh);
    for (const [name, column] of Object.entries(columns)) {
      const line = text.split('\n').find((row) => row.startsWith(`| \`${name}\``)) ?? '';
      for (const spelling of [column.zh, ...column.aliases]) expect(line, name).toContain(spelling);
      expect(line.includes('required'), name).toBe(column.required === true);
      for (const value of Object.keys(contract.values[`${table}.${name}`] ?? {}))
        expect(line, name).toContain(value);
    }
  });

  it('its examples are a project that reads without an issue', async () => {
    const folder: Record<string, string> = { 'project.json': example('project.json')?.[2] ?? '' };
    for (const table of TABLES) {
      const [, language, text] = example(table) ?? [];
      expect(text, table).toBeDefined();
      folder[`${table}.${language === 'csv' ? 'csv' : 'geojson'}`] = text;
    }
    const project = await read(folder);
    expect(project.present).toEqual([...TABLES]);
    for (const table of TABLES)
      expect((project[table satisfies TableName] as { count: number }).count).toBeGreaterThan(0);
    // The examples give the tree without polygons, so that a unit without a division stays without.
    expect(project.issues.map(({ code, row }) => [code, row])).toEqual([
      ['unit_outside_divisions', 3],
    ]);
    expect(project.info.asOf).toBe('2025-12-31');
  });
});
