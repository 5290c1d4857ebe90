import { createRequire } from 'node:module';
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { NODE_RUNTIME, VoidLogger, createDuckDB } from '@duckdb/duckdb-wasm/blocking';
import { arrowStreams, plainColumns } from '#lib/tables/arrow.ts';
import { OFFLINE_STATEMENTS, OPEN_CONFIG } from '#lib/tables/engine.ts';
import type { Engine } from '#lib/tables/engine.ts';

const SQL_FOLDER = path.join(path.dirname(fileURLToPath(import.meta.url)), 'sql');

/** The SQL of every view, by name. */
export async function readViews(): Promise<Record<string, string>> {
  const views: Record<string, string> = {};
  for (const file of (await readdir(SQL_FOLDER)).sort())
    if (file.endsWith('.sql'))
      views[file.slice(0, -4)] = await readFile(path.join(SQL_FOLDER, file), 'utf8');
  return views;
}

type Database = Awaited<ReturnType<typeof createDuckDB>>;

/** Databases that were closed: compiling one takes seconds, opening it anew does not. */
const idle: Database[] = [];

async function compiled(): Promise<Database> {
  const dist = path.dirname(createRequire(import.meta.url).resolve('@duckdb/duckdb-wasm'));
  const bundle = (name: string) => ({
    mainModule: path.join(dist, `duckdb-${name}.wasm`),
    mainWorker: path.join(dist, `duckdb-node-${name}.worker.cjs`),
  });
  const bundles = { mvp: bundle('mvp'), eh: bundle('eh') };
  const database = await createDuckDB(bundles, new VoidLogger(), NODE_RUNTIME);
  await database.instantiate();
  return database;
}

/** Opens an empty database in this process. */
export async function openEngine(): Promise<Engine> {
  const database = idle.pop() ?? (await compiled());
  database.open(OPEN_CONFIG);
  const connection = database.connect();
  for (const statement of OFFLINE_STATEMENTS) connection.query(statement);

  return {
    load: async (name, columns) => {
      connection.query(`DROP TABLE IF EXISTS ${name}`);
      let create = true;
      for (const stream of arrowStreams(columns)) {
        connection.insertArrowFromIPCStream(stream, { name, create });
        create = false;
      }
    },
    run: async (sql) => {
      connection.query(sql);
    },
    query: async (sql) => plainColumns(connection.query(sql)),
    close: async () => {
      connection.close();
      database.reset();
      idle.push(database);
    },
  };
}
