/** `npm start`: builds what changed, serves it on this machine and prints the address. */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from './build.mjs';
import { serve } from './serve.mjs';

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

const { values } = parseArgs({
  options: { port: { type: 'string' }, host: { type: 'string', default: '127.0.0.1' } },
});
const port = values.port === undefined ? 5173 : Number(values.port);
if (!Number.isInteger(port) || port < 0 || port > 65535) {
  process.stderr.write(`--port ${values.port}: 0-65535\n`);
  process.exit(2);
}

try {
  build({ say: (zh, en) => process.stdout.write(`${zh} ${en}\n`) });
} catch (error) {
  process.stderr.write(`构建失败，原因见上。Building failed; the reason stands above.\n${error}\n`);
  process.exit(1);
}
const site = await serve({
  dir: path.join(ROOT, 'build'),
  port,
  host: values.host,
  // A port that was asked for is the port.
  tries: values.port === undefined ? 20 : 0,
});
process.stdout.write(`\nLacuna 补白\n  ${site.url}\n\n按 Ctrl+C 停止。Press Ctrl+C to stop.\n`);

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => site.close().then(() => process.exit(0)));
}
