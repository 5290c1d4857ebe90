import { realpathSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { packSchema } from '#lib/core/coverage/pack/json-schema.ts';

const FILE = fileURLToPath(new URL('../../data/rules/schema.json', import.meta.url));

/** The schema file of rule packs, as it is kept beside them. */
export const schemaText = (): string => `${JSON.stringify(packSchema(), null, 2)}\n`;

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url))
  writeFileSync(FILE, schemaText());
