import { describe, expect, it } from 'vitest';
import { parseScenario, scenarioText } from '#lib/core/reach/scenario.ts';
import type { ScenarioEdit } from '#lib/core/reach/scenario.ts';

const EDITS: ScenarioEdit[] = [
  { station: 'S-1', lng: 121.5, lat: 31.25 },
  { station: '站二', removed: true },
  { name: '新站 "甲"', lng: -0.000123456789, lat: 0 },
  { name: 'centre', lng: 121, lat: 31, level: 'district' },
];

function faultsOf(text: string): string[] {
  const read = parseScenario(text);
  return 'faults' in read ? read.faults.map(({ place, code }) => `${place} ${code}`) : [];
}

describe('a scenario of stations', () => {
  it('is read as it was written', () => {
    expect(parseScenario(scenarioText(EDITS))).toEqual({ edits: EDITS });
    expect(parseScenario(`\uFEFF${scenarioText([])}`)).toEqual({ edits: [] });
  });

  it.each([
    ['{', [' scenario_not_json']],
    ['[]', [' scenario_wrong_type']],
    ['{}', ['/edits scenario_missing']],
    ['{"edits":{}}', ['/edits scenario_wrong_type']],
    ['{"edits":[],"x":1}', ['/x scenario_unknown_member']],
    ['{"edits":[3]}', ['/edits/0 scenario_wrong_type']],
    [
      '{"edits":[{"station":"a","lng":"1","lat":91}]}',
      ['/edits/0/lng scenario_wrong_type', '/edits/0/lat scenario_wrong_value'],
    ],
    ['{"edits":[{"station":"a","lng":1}]}', ['/edits/0/lat scenario_missing']],
    ['{"edits":[{"station":"a","removed":false}]}', ['/edits/0/removed scenario_wrong_value']],
    [
      '{"edits":[{"station":"a","removed":true,"lng":1}]}',
      ['/edits/0/lng scenario_unknown_member'],
    ],
    ['{"edits":[{"lng":1,"lat":1}]}', ['/edits/0/name scenario_missing']],
    ['{"edits":[{"name":" ","lng":1,"lat":1}]}', ['/edits/0/name scenario_wrong_value']],
    [
      '{"edits":[{"name":"a","lng":1,"lat":1,"level":"village"}]}',
      ['/edits/0/level scenario_wrong_value'],
    ],
    [
      '{"edits":[{"station":"a","removed":true},{"station":"a","lng":1,"lat":1}]}',
      ['/edits/1/station scenario_repeated'],
    ],
    ['{"edits":[{"station":5,"removed":true}]}', ['/edits/0/station scenario_wrong_type']],
  ])('is refused by place and reason: %s', (text, faults) => {
    expect(faultsOf(text)).toEqual(faults);
  });
});
