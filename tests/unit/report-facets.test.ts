import { describe, expect, it } from 'vitest';
import { audit } from '#lib/core/coverage/audit.ts';
import { reachField } from '#lib/core/coverage/reach-field.ts';
import { normFindings } from '#lib/core/norms/findings.ts';
import { LEDGERS, LINK_MODES, STATES, UNIT_KINDS } from '#lib/core/model.ts';
import {
  Crossfilter,
  DIMENSIONS_AT_MOST,
  valueCounts,
} from '#lib/core/report/facets/crossfilter.ts';
import { normDimension } from '#lib/core/report/facets/assessed-dimensions.ts';
import { NOT_GIVEN, OTHER, type Dimension } from '#lib/core/report/facets/dimension.ts';
import {
  dividingLevel,
  divisionDimension,
  kindDimension,
  ledgerDimension,
  modeDimension,
  ruleDimension,
} from '#lib/core/report/facets/dimensions.ts';
import { textDimension } from '#lib/core/report/facets/text-dimension.ts';
import { packTexts } from '#lib/core/texts.ts';
import { mulberry32 } from './brute-folder.ts';
import { PACK, projectOf, randomProject } from './coverage-project.ts';

const SEED = Number(process.env.LACUNA_SEED ?? 5150);

function randomDimensions(count: number, random: () => number): Dimension[] {
  const n = 1 + Math.floor(random() * 10);
  return Array.from({ length: n }, (_, d) => {
    const values = 1 + Math.floor(random() * (d % 3 === 0 ? 400 : 6));
    const code = () => Math.floor(random() * values);
    const codes =
      values > 256
        ? Uint16Array.from({ length: count }, code)
        : Uint8Array.from({ length: count }, code);
    return { id: `d${d}`, codes, keys: Array.from({ length: values }, (_, v) => `v${v}`) };
  });
}

describe('Crossfilter', () => {
  it('passes and counts as a filter that looks at every unit anew', () => {
    console.log(`seed ${SEED}`);
    const random = mulberry32(SEED);
    for (let round = 0; round < 12; round++) {
      const count = Math.floor(random() * 400);
      const dimensions = randomDimensions(count, random);
      const filter = new Crossfilter(count, dimensions);
      const brushes = new Map<string, ReadonlySet<number>>();
      const passes = (unit: number, but: string | null) =>
        dimensions.every(
          ({ id, codes }) => id === but || (brushes.get(id)?.has(codes[unit]) ?? true),
        );
      for (let step = 0; step < 25; step++) {
        const { id, keys } = dimensions[Math.floor(random() * dimensions.length)];
        const share = random();
        const values =
          random() < 0.25 ? null : new Set([...keys.keys()].filter(() => random() < share));
        if (values) brushes.set(id, values);
        else brushes.delete(id);
        filter.brush(id, values);
        const where = `round ${round}, step ${step}`;
        expect(filter.active, where).toBe(brushes.size > 0);
        const units = Array.from({ length: count }, (_, unit) => unit);
        expect([...filter.passing], where).toEqual(units.map((u) => Number(passes(u, null))));
        // Not all of them each time, so that some are asked for after several brushes.
        for (const dimension of dimensions.filter(() => random() < 0.6)) {
          const n = new Uint32Array(dimension.keys.length);
          for (const u of units) if (passes(u, dimension.id)) n[dimension.codes[u]]++;
          expect(filter.histogram(dimension.id), where).toEqual(n);
        }
      }
    }
  });

  it('hands out a new mask after each change, and the same one where nothing changed', () => {
    const codes = Uint8Array.of(0, 1, 1);
    const filter = new Crossfilter(3, [{ id: 'a', codes, keys: ['x', 'y'] }]);
    const all = filter.passing;
    expect([...all]).toEqual([1, 1, 1]);
    filter.brush('a', new Set([1]));
    const some = filter.passing;
    expect([...some]).toEqual([0, 1, 1]);
    expect([...all]).toEqual([1, 1, 1]);
    filter.brush('a', new Set([1]));
    expect(filter.passing).toBe(some);
    filter.brush('a', new Set());
    expect([...filter.passing]).toEqual([0, 0, 0]);
    expect([...filter.histogram('a')]).toEqual([1, 2]);
  });

  it('refuses what it cannot hold', () => {
    const codes = new Uint8Array(2);
    const many = Array.from({ length: DIMENSIONS_AT_MOST + 1 }, (_, d) => ({
      id: `d${d}`,
      codes,
      keys: ['x'],
    }));
    expect(() => new Crossfilter(2, many)).toThrow('at most 16, got 17');
    const last = new Crossfilter(2, many.slice(0, DIMENSIONS_AT_MOST));
    last.brush('d15', new Set());
    expect([...last.passing]).toEqual([0, 0]);
    expect([...last.histogram('d15')]).toEqual([2]);
    expect(() => new Crossfilter(3, many.slice(0, 1))).toThrow('expected 3 codes, got 2');
    expect(() => last.brush('z', null)).toThrow('got z');
  });
});

describe('dimensions', () => {
  const project = randomProject(SEED, 500);
  const decided = audit(project, PACK, reachField(project), { radiusM: null });

  it('give each unit the value that its columns say', () => {
    const { units } = project;
    const kind = kindDimension(units);
    const mode = modeDimension(decided);
    const rule = ruleDimension(decided);
    const of = ({ codes, keys }: Dimension, unit: number) => keys[codes[unit]];
    for (let unit = 0; unit < units.count; unit++) {
      expect(of(kind, unit)).toBe(UNIT_KINDS[units.kind[unit]] ?? NOT_GIVEN);
      expect(of(mode, unit)).toBe(LINK_MODES[decided.organisation.anyMode[unit]] ?? NOT_GIVEN);
      const due = decided.due[unit] === 1;
      for (const ledger of LEDGERS)
        expect(of(ledgerDimension(decided, ledger), unit)).toBe(
          due ? STATES[decided[ledger].state[unit]] : 'exempt',
        );
      const by = due ? decided.organisation.rule[unit] : decided.exemptRule[unit];
      expect(of(rule, unit)).toBe(decided.rules[by]);
    }
    expect(valueCounts(kind).reduce((sum, n) => sum + n, 0)).toBe(units.count);
  });

  it('put a unit under the division of a level, however far below it stands', () => {
    const { divisions, units } = project;
    for (let level = 0; level < 5; level++) {
      const { codes, keys } = divisionDimension(project, level);
      for (let unit = 0; unit < units.count; unit++) {
        let found = NOT_GIVEN;
        for (let d = units.division[unit]; d >= 0; d = divisions.parent[d])
          if (divisions.level[d] === level) found = divisions.code[d];
        expect(keys[codes[unit]]).toBe(found);
      }
    }
    const several = dividingLevel(divisions);
    expect(divisions.level.filter((l) => l === several).length).toBeGreaterThan(1);
    expect(dividingLevel(projectOf({ units: [] }).divisions)).toBe(-1);
  });

  it('name the most frequent texts, the rest and the missing', () => {
    const words = ['b', 'a', null, 'b', 'c', 'a', '', 'b', 'é', 'd', 'c', 'a'];
    const { keys, codes } = textDimension('trade', packTexts(words), 3);
    // Three times each: the one that comes first in the file leads.
    expect(keys).toEqual(['b', 'a', 'c', OTHER, NOT_GIVEN]);
    expect([...codes]).toEqual([0, 1, 4, 0, 2, 1, 4, 0, 3, 3, 2, 1]);
  });

  it('tell thousands of texts apart', () => {
    const random = mulberry32(SEED);
    const words = Array.from({ length: 20_000 }, () => `行业${Math.floor(random() ** 2 * 6000)}`);
    const { keys, codes } = textDimension('trade', packTexts(words), 12);
    const n = new Map<string, number>();
    for (const word of words) n.set(word, (n.get(word) ?? 0) + 1);
    const top = [...n].sort((a, b) => b[1] - a[1]).map(([word]) => word);
    expect(keys.slice(0, 12)).toEqual(top.slice(0, 12));
    words.forEach((word, i) => {
      const named = keys.indexOf(word);
      expect(codes[i]).toBe(named < 0 ? 12 : named);
    });
  });

  it('name the first norm that is lacking where a unit is concerned', () => {
    const findings = normFindings(project, PACK, {
      due: new Uint8Array(project.units.count).fill(1),
      distanceM: () => NaN,
    });
    // Every norm is held against every kind of subject, whatever the pack says it is about.
    const tables = ['units', 'organisations', 'divisions', 'facilities'] as const;
    const random = mulberry32(SEED + 7);
    const norms = Array.from({ length: 8 }, (_, n) => ({
      ...PACK.norms[0],
      id: `n${n}`,
      subject: { table: tables[n % 4] },
    }));
    const rows = norms.flatMap(({ subject }, norm) =>
      Array.from({ length: project[subject.table].count }, (_, record) => ({ norm, record })),
    );
    const state = Uint8Array.from(rows, () => (random() < 0.2 ? 1 : random() < 0.5 ? 0 : 2));
    const { codes, keys } = normDimension(project, {
      ...findings,
      norms,
      count: rows.length,
      norm: Uint16Array.from(rows, ({ norm }) => norm),
      record: Uint32Array.from(rows, ({ record }) => record),
      state,
    });
    const { units, divisions, links } = project;
    for (let unit = 0; unit < units.count; unit++) {
      const above: number[] = [];
      for (let d = units.division[unit]; d >= 0; d = divisions.parent[d]) above.push(d);
      const concerns = rows.flatMap(({ norm, record }, i) => {
        if (state[i] !== 1) return [];
        const { table } = norms[norm].subject;
        const linked = [...links.unit.keys()].some(
          (l) => links.unit[l] === unit && links.organisation[l] === record,
        );
        const isOwn =
          table === 'units'
            ? record === unit
            : table === 'divisions'
              ? above.includes(record)
              : table === 'organisations' && linked;
        return isOwn ? [norm] : [];
      });
      expect(keys[codes[unit]]).toBe(
        concerns.length > 0 ? norms[Math.min(...concerns)].id : NOT_GIVEN,
      );
    }
  });
});
