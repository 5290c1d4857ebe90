import type { RulePack } from '#lib/core/coverage/pack.ts';
import type { Audit } from '#lib/core/coverage/verdict.ts';
import { DIVISION_LEVELS } from '#lib/core/model.ts';
import type { Project } from '#lib/core/model.ts';
import { NOT_GIVEN, OTHER } from '#lib/core/report/facets/dimension.ts';
import { dividingLevel } from '#lib/core/report/facets/dimensions.ts';
import { ruleWords } from '#lib/state/evidence.ts';
import type { Say } from '#lib/state/say.ts';

/** What the words of a facet depend on. */
export interface FacetWords {
  project: Project;
  audit: Audit;
  pack: RulePack;
  radiusM: number | null;
  t: Say;
  locale: 'zh-CN' | 'en';
  numbers: { metres(value: number): string };
}

/** What a dimension is called. */
export function facetTitle(id: string, { project, t }: FacetWords): string {
  if (id !== 'division') return t(`filter.by.${id}`);
  return t(`level.${DIVISION_LEVELS[dividingLevel(project.divisions)]}`);
}

/** Whether a value is a name out of the files, which no language translates. */
export const isOwnName = (id: string, key: string): boolean =>
  (id === 'trade' || id === 'division') && key !== OTHER && key !== NOT_GIVEN;

/** What a value of a dimension is called. */
export function valueName(id: string, key: string, words: FacetWords): string {
  const { project, audit, pack, radiusM, t, locale } = words;
  if (key === NOT_GIVEN) return t(`filter.none.${id}`);
  if (key === OTHER) return t('filter.other');
  if (id === 'kind') return t(`kind.${key}`);
  if (id === 'mode') return t(`mode.${key}`);
  if (id === 'next_step') return t(`step.${key}`);
  if (id === 'norm') {
    const norms = [pack, ...pack.districts.map(({ rules }) => rules)].flatMap((set) => set.norms);
    return norms.find((norm) => norm.id === key)?.name[locale] ?? key;
  }
  if (id === 'rule') {
    const reason = audit.reasons[audit.rules.indexOf(key)];
    return reason
      ? t('filter.exempt', { reason: t(`reason.${reason}`) })
      : ruleWords(key, pack, radiusM, words);
  }
  if (id === 'division') return project.divisions.name[project.divisions.code.indexOf(key)] ?? key;
  if (id === 'trade') return key;
  return key === 'exempt' ? t('look.exempt') : t(`state.${id}.${key}`);
}
