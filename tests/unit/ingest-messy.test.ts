import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCsv } from '#lib/core/ingest/csv.ts';
import { IssueLog } from '#lib/core/ingest/issue-log.ts';
import { read } from './ingest-folder.ts';

const MESSY = '../shared/data/messy';
const present = existsSync(MESSY);
const list = (folder: string, extension: string) =>
  present ? readdirSync(join(MESSY, folder)).filter((name) => name.endsWith(extension)) : [];

describe.skipIf(!present)(
  present ? 'third-party suites of messy files' : `skipped: ${MESSY} is absent`,
  () => {
    it.each(list('geojsonhint/test/data/good', '.geojson'))('good %s is read', async (name) => {
      const bytes = readFileSync(join(MESSY, 'geojsonhint/test/data/good', name));
      const project = await read({ 'backdrop.geojson': new Uint8Array(bytes) });
      const faults = project.issues.map((issue) => issue.code);
      expect(project.backdrop.count).toBeGreaterThan(0);
      expect(faults).not.toContain('geojson_invalid');
      expect(faults).not.toContain('geometry_invalid');
    });

    it.each(list('geojsonhint/test/data/bad', '.geojson'))('bad %s never throws', async (name) => {
      const bytes = readFileSync(join(MESSY, 'geojsonhint/test/data/bad', name));
      const project = await read({ 'units.geojson': new Uint8Array(bytes) });
      expect(project.issues.length).toBeGreaterThan(0);
    });

    it.each(list('csv-spectrum/csvs', '.csv'))('csv-spectrum %s', async (name) => {
      const text = readFileSync(join(MESSY, 'csv-spectrum/csvs', name), 'utf8');
      const json = readFileSync(
        join(MESSY, 'csv-spectrum/json', name.replace('.csv', '.json')),
        'utf8',
      );
      const sheet = await readCsv(name, text, new IssueLog(), {});
      const records = Array.from({ length: sheet.count }, (_, r) =>
        Object.fromEntries(
          sheet.headers.map((header, i) => [header, sheet.columns[i].at(r) ?? '']),
        ),
      );
      const expected = JSON.parse(json) as unknown;
      // One expectation of the suite is no list and differs from its own file; there, the shape counts.
      if (Array.isArray(expected)) expect(records).toEqual(expected);
      else expect(Object.keys(records[0])).toEqual(Object.keys(expected as object));
    });
  },
);
