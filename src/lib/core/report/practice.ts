import type { Words } from '#lib/core/norms/norm.ts';
import { PRACTICE_MEASURES } from '#lib/core/report/practice-measures.ts';
import type { PracticeMeasure } from '#lib/core/report/practice-measures.ts';

/** How a figure is read: a number of things, a share 0..1, or a mean. */
export const PRACTICE_UNITS = ['count', 'share', 'mean'] as const;
export type PracticeUnit = (typeof PRACTICE_UNITS)[number];

/** Whether the article gives the number itself, about it, or more than it. */
export const PRACTICE_BOUNDS = ['exact', 'about', 'over'] as const;
export type PracticeBound = (typeof PRACTICE_BOUNDS)[number];

/** A published figure of another place, and the measure of one's own that it stands beside. */
export interface PracticeFigure {
  id: string;
  place: Words;
  words: Words;
  /** `none`: the ledgers hold nothing to put beside it. */
  measure: PracticeMeasure | 'none';
  unit: PracticeUnit;
  value: number;
  bound: PracticeBound;
  /** Of a share, the numerator and denominator where the article prints them. */
  count?: number;
  of?: number;
  /** Numbers of the articles in the source. */
  articles: number[];
}

export interface Practice {
  format: 'lacuna-practice';
  formatVersion: 1;
  source: Words;
  figures: PracticeFigure[];
}

/** What is wrong with a file of figures: a JSON pointer. */
export interface PracticeFault {
  place: string;
}

type Fields = Record<string, unknown>;
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isWords = (value: unknown): boolean =>
  isFields(value) &&
  Object.keys(value).sort().join() === 'en,zh-CN' &&
  Object.values(value).every((text) => typeof text === 'string' && text.trim() !== '');
const among = (list: readonly string[]) => (value: unknown) => list.includes(String(value));
const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && Number(value) >= 0;

const CHECKS: Record<keyof PracticeFigure, (value: unknown) => boolean> = {
  id: (value) => typeof value === 'string' && /^[a-z][a-z0-9.-]*$/.test(value),
  place: isWords,
  words: isWords,
  measure: among(['none', ...Object.keys(PRACTICE_MEASURES)]),
  unit: among(PRACTICE_UNITS),
  value: (value) => typeof value === 'number' && Number.isFinite(value) && value >= 0,
  bound: among(PRACTICE_BOUNDS),
  count: (value) => value === undefined || isCount(value),
  of: (value) => value === undefined || isCount(value),
  articles: (value) =>
    Array.isArray(value) && value.length > 0 && value.every((n) => isCount(n) && Number(n) > 0),
};

/** Reads a file of figures strictly: nothing missing, nothing that is not known, no id twice. */
export function readPractice(value: unknown): { practice: Practice } | { faults: PracticeFault[] } {
  if (!isFields(value)) return { faults: [{ place: '' }] };
  const faults: PracticeFault[] = [];
  const expect = (place: string, holds: boolean): void => {
    if (!holds) faults.push({ place });
  };
  expect('/format', value.format === 'lacuna-practice');
  expect('/formatVersion', value.formatVersion === 1);
  expect('/source', isWords(value.source));
  for (const key of Object.keys(value))
    expect(`/${key}`, ['format', 'formatVersion', 'source', 'figures'].includes(key));
  const figures: unknown[] = Array.isArray(value.figures) ? value.figures : [];
  expect('/figures', figures.length > 0);
  const ids = new Set<unknown>();
  figures.forEach((figure, i) => {
    if (!isFields(figure)) return expect(`/figures/${i}`, false);
    for (const [key, holds] of Object.entries(CHECKS))
      expect(`/figures/${i}/${key}`, holds(figure[key]));
    for (const key of Object.keys(figure)) expect(`/figures/${i}/${key}`, key in CHECKS);
    if (figure.unit === 'share') expect(`/figures/${i}/value`, Number(figure.value) <= 1);
    expect(`/figures/${i}/id`, !ids.has(figure.id));
    ids.add(figure.id);
  });
  return faults.length > 0 ? { faults } : { practice: value as unknown as Practice };
}
