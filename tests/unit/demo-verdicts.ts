import { audit } from '#lib/core/coverage/audit.ts';
import { parsePack } from '#lib/core/coverage/parse-pack.ts';
import { reachField } from '#lib/core/coverage/reach-field.ts';
import { readFolder } from '#lib/core/ingest/read-folder.ts';
import { LINK_MODES, NONE, STATES } from '#lib/core/model.ts';
import type { Project } from '#lib/core/model.ts';
import { lexicon } from '#data/lexicon.ts';
import type { DemoFile } from '#data/demo/generate.ts';
import type { Truth } from '#data/demo/truth.ts';
import packJson from '#data/rules/national.json' with { type: 'json' };
import { listOfTexts } from '#lib/core/texts.ts';

/** Reads a demo folder as the product does. */
export function readDemo(files: readonly DemoFile[]): Promise<Project> {
  const inputs = files.map(({ name, text }) => {
    const bytes = new TextEncoder().encode(text);
    return { name, size: bytes.length, bytes: () => Promise.resolve(bytes) };
  });
  return readFolder(inputs, lexicon);
}

/** The audit's verdicts under the national pack, in the words of truth.json. */
export async function verdictsOf(files: readonly DemoFile[]): Promise<Truth[]> {
  const project = await readDemo(files);
  const parsed = parsePack(packJson);
  if (!('pack' in parsed)) throw new Error('the national pack does not parse');
  const result = audit(project, parsed.pack, reachField(project), { radiusM: null });
  return listOfTexts(project.units.id).map((id, i) => ({
    id: String(id),
    due: result.due[i] === 1,
    exempt_reason: result.reasons[result.exemptRule[i]] as Truth['exempt_reason'],
    organisation: STATES[result.organisation.state[i]],
    mode: result.organisation.mode[i] === NONE ? null : LINK_MODES[result.organisation.mode[i]],
    work: STATES[result.work.state[i]],
    service: STATES[result.service.state[i]],
  }));
}

/** Which facts differ between two lists of verdicts, as `unit: fact from -> to`. */
export function differences(before: readonly Truth[], after: readonly Truth[]): string[] {
  const old = new Map(before.map((v) => [v.id, v]));
  const out: string[] = [];
  for (const verdict of after) {
    const was = old.get(verdict.id);
    old.delete(verdict.id);
    if (!was) {
      out.push(`${verdict.id}: new`);
      continue;
    }
    for (const fact of Object.keys(verdict) as (keyof Truth)[]) {
      if (verdict[fact] !== was[fact])
        out.push(`${verdict.id}: ${fact} ${was[fact]} -> ${verdict[fact]}`);
    }
  }
  return [...out, ...[...old.keys()].map((id) => `${id}: gone`)].sort();
}
