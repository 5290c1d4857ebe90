import { describe, expect, it } from 'vitest';
import { LINK_MODES, STATES } from '#lib/core/model.ts';
import type { Ledger, Project, State } from '#lib/core/model.ts';
import { unitLooks } from '#lib/core/coverage/look.ts';
import { UNIT_LOOKS } from '#lib/core/coverage/verdict.ts';
import type { Audit } from '#lib/core/coverage/verdict.ts';

type Mode = (typeof LINK_MODES)[number] | null;

function look(
  ledger: Ledger,
  organisation: State,
  work: State,
  options: { mode?: Mode; any?: Mode; service?: State; due?: number } = {},
): string {
  const code = (state: State) => Uint8Array.of(STATES.indexOf(state));
  const mode = (m: Mode | undefined) => Uint8Array.of(m ? LINK_MODES.indexOf(m) : 255);
  const verdicts = {
    due: Uint8Array.of(options.due ?? 1),
    organisation: {
      state: code(organisation),
      mode: mode(options.mode),
      anyMode: mode(options.any ?? options.mode),
    },
    work: { state: code(work) },
    service: { state: code(options.service ?? 'no') },
  };
  const project = { units: { count: 1 } } as Project;
  return UNIT_LOOKS[unitLooks(project, verdicts as unknown as Audit, ledger)[0]];
}

describe('the look of a unit', () => {
  it.each([
    ['yes', 'no', 'standalone', 'standalone'],
    ['yes', 'no', 'joint', 'joint'],
    ['yes', 'unknown', 'affiliated', 'joint'],
  ] as [State, State, Mode, string][])('organised %s, work %s, %s: %s', (o, w, mode, expected) => {
    expect(look('organisation', o, w, { mode })).toBe(expected);
    expect(look('work', o, w, { mode })).toBe(expected);
  });

  it.each([
    ['no', 'yes', 'partial', 'partial'],
    ['no', 'no', 'blank', 'blank'],
    ['no', 'unknown', 'unknown', 'unknown'],
    ['unknown', 'yes', 'partial', 'partial'],
    ['unknown', 'no', 'unknown', 'blank'],
    ['unknown', 'unknown', 'unknown', 'unknown'],
  ] as [State, State, string, string][])(
    'not organised (%s), work %s: %s, in the work view %s',
    (o, w, expected, inWork) => {
      expect(look('organisation', o, w)).toBe(expected);
      expect(look('work', o, w)).toBe(inWork);
    },
  );

  it('is partial with an affiliated link that does not count', () => {
    expect(look('organisation', 'no', 'no', { any: 'affiliated' })).toBe('partial');
    expect(look('work', 'no', 'no', { any: 'affiliated' })).toBe('blank');
  });

  it('follows service alone in the service view', () => {
    const of = (service: State) => look('service', 'no', 'no', { service });
    expect((['yes', 'no', 'unknown'] as const).map(of)).toEqual(['joint', 'blank', 'unknown']);
  });

  it('is exempt in every view where the unit is not due', () => {
    for (const ledger of ['organisation', 'work', 'service'] as const)
      expect(look(ledger, 'yes', 'yes', { mode: 'joint', due: 0 })).toBe('exempt');
  });
});
