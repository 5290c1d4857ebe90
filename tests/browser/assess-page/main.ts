import '#lib/polyfills.ts';
import { proxy, wrap } from 'comlink';
import { audit } from '#lib/core/coverage/audit.ts';
import { reachField } from '#lib/core/coverage/reach-field.ts';
import { packed, pieces } from '#lib/core/packing.ts';
import type { Assess } from '#workers/assess.worker.ts';
import { PACK } from '../../unit/coverage-project.ts';
import { crowd } from './crowd.ts';

const project = crowd();
const field = reachField(project);
const worker = new Worker(new URL('../../../workers/assess.worker.ts', import.meta.url), {
  type: 'module',
});
const assess = wrap<Assess>(worker);
const told = document.documentElement.dataset;
worker.onerror = (event) => (told.failed = event.message || 'worker');
async function run(): Promise<void> {
  const audited = audit(project, PACK, field, { radiusM: null });
  const { packed: head, buffers } = packed({ project, pack: PACK, field, audit: audited });
  await assess.expect(
    head,
    buffers.map(({ length }) => length),
  );
  for (const batch of pieces(buffers, 10_000)) await assess.take(batch);
  await assess.open();
  const nothing = (): void => undefined;
  const { joint } = await assess.assess(null, proxy(nothing));
  const { served, spread, bound, proof } = joint;
  told.answer = JSON.stringify({ served, spread, bound, proof });
}
run().catch((error: unknown) => (told.failed = String(error)));
