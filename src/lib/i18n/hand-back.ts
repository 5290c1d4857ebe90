import type { HandbackFaultCode } from '#lib/core/report/handback/fault.ts';
import type { HandBackTexts } from '#lib/core/report/handback/hand-back-texts.ts';
import { WORDS } from '#lib/i18n/words.ts';
import type { Translate } from '#lib/i18n/words.ts';

const ISSUE = 'issue.';
const CODES = Object.keys(WORDS.en)
  .filter((key) => key.startsWith(ISSUE))
  .map((key) => key.slice(ISSUE.length));

/** All that is said in a file handed back, in the language of `t`. */
export function handBackTexts(t: Translate): HandBackTexts {
  const note = (code: keyof HandBackTexts['notes']) => t(`handback.note.${code}`);
  return {
    sentences: Object.fromEntries(CODES.map((code) => [code, t(`${ISSUE}${code}`)])),
    words: {
      summarySheet: t('handback.sheet'),
      author: t('handback.author'),
      issuesColumn: t('handback.column'),
      moreComments: t('handback.moreComments'),
      unnamedSheet: t('handback.unnamed'),
    },
    suffix: t('handback.suffix'),
    title: t('handback.title'),
    counts: t('handback.counts'),
    labels: {
      severity: t('issues.severity'),
      sheet: t('handback.sheetLabel'),
      row: t('issues.row'),
      column: t('issues.column'),
      what: t('issues.what'),
      found: t('issues.found'),
      expected: t('issues.expected'),
    },
    severities: {
      error: t('severity.error'),
      warning: t('severity.warning'),
      note: t('severity.note'),
    },
    withFound: t('handback.withFound'),
    withExpected: t('handback.withExpected'),
    inColumn: t('handback.inColumn'),
    blanked: t('handback.blanked'),
    record: t('handback.record'),
    times: t('handback.times'),
    notes: {
      uncommented: note('uncommented'),
      unplaced: note('unplaced'),
      unclean: note('unclean'),
      reencoded: note('reencoded'),
      guarded: note('guarded'),
      rebuilt: note('rebuilt'),
      rows_left_out: note('rows_left_out'),
      personal_blanked: note('personal_blanked'),
    },
  };
}

const OWN: Record<HandbackFaultCode, true> = {
  not_a_workbook: true,
  workbook_broken: true,
  workbook_too_large: true,
  no_sheets: true,
  text_too_large: true,
  no_file: true,
};

/** Why a file could not be handed back, in words. */
export const handBackFault = (code: string, t: Translate): string =>
  t(Object.hasOwn(OWN, code) ? `handback.fault.${code}` : `${ISSUE}${code}`);
