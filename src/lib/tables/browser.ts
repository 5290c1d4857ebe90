import { AsyncDuckDB, VoidLogger } from '@duckdb/duckdb-wasm';
import ehWasm from '@duckdb/duckdb-wasm/dist/duckdb-eh.wasm?url';
import mvpWasm from '@duckdb/duckdb-wasm/dist/duckdb-mvp.wasm?url';
import ehWorker from '@duckdb/duckdb-wasm/dist/duckdb-browser-eh.worker.js?url';
import mvpWorker from '@duckdb/duckdb-wasm/dist/duckdb-browser-mvp.worker.js?url';
import { arrowStreams, plainColumns } from '#lib/tables/arrow.ts';
import { OFFLINE_STATEMENTS, OPEN_CONFIG } from '#lib/tables/engine.ts';
import type { Engine } from '#lib/tables/engine.ts';

const files: Record<string, string> = import.meta.glob('./sql/*.sql', {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** The SQL of every view, by name. */
export function readViews(): Promise<Record<string, string>> {
  const views = Object.entries(files).map(([file, sql]) => [file.slice(6, -4), sql] as const);
  return Promise.resolve(Object.fromEntries(views));
}

/** Which build of the database this browser can run: Chromium 86 has no WebAssembly exceptions. */
function bundle(): { wasm: string; worker: string } {
  return 'Tag' in WebAssembly && 'Exception' in WebAssembly
    ? { wasm: ehWasm, worker: ehWorker }
    : { wasm: mvpWasm, worker: mvpWorker };
}

/** Opens an empty database in a worker of this origin; calls are answered in the order they were made. */
export async function openEngine(): Promise<Engine> {
  const { wasm, worker } = bundle();
  const database = new AsyncDuckDB(new VoidLogger(), new Worker(worker));
  await database.instantiate(new URL(wasm, location.href).href);
  await database.open(OPEN_CONFIG);
  const connection = await database.connect();
  for (const statement of OFFLINE_STATEMENTS) await connection.query(statement);

  let tail: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(task: () => Promise<T>): Promise<T> => {
    const turn = tail.then(task);
    tail = turn.catch(() => undefined);
    return turn;
  };

  return {
    load: (name, columns) =>
      inTurn(async () => {
        await connection.query(`DROP TABLE IF EXISTS ${name}`);
        let create = true;
        for (const stream of arrowStreams(columns)) {
          await connection.insertArrowFromIPCStream(stream, { name, create });
          create = false;
        }
      }),
    run: (sql) =>
      inTurn(async () => {
        await connection.query(sql);
      }),
    query: (sql) => inTurn(async () => plainColumns(await connection.query(sql))),
    close: () =>
      inTurn(async () => {
        await connection.close();
        await database.terminate();
      }),
  };
}
