import type { zhHandback } from '#lib/i18n/zh-CN-handback.ts';

/** The words of files that are handed back with their errors marked, and of the menu for them. */
export const enHandback: typeof zhHandback = {
  'handback.menu': 'Hand back with errors marked',
  'handback.mapping': 'What the columns mean…',
  'handback.none': 'There are no errors or warnings to mark.',
  'handback.gone':
    'A reload does not keep the files. Open the files again to have them handed back.',
  'handback.working': 'Marking {file}',
  'handback.done': 'Handed back {file}',
  'handback.failed': '{file} cannot be handed back: {what}',
  'handback.count': '{n}',
  'handback.suffix': 'checked',
  'handback.sheet': 'Issues',
  'handback.author': 'Lacuna',
  'handback.column': 'Issues',
  'handback.moreComments': '"{sheet}": cells filled without a comment: {count}.',
  'handback.unnamed': 'Table',
  'handback.title': '{file}, checked',
  'handback.counts': 'Errors: {errors}. Warnings: {warnings}. Notes: {notes}.',
  'handback.sheetLabel': 'Sheet',
  'handback.withFound': '{text} Found: {found}',
  'handback.withExpected': '{text} Expected: {expected}',
  'handback.inColumn': '"{column}": {text}',
  'handback.blanked':
    'Personal data was taken out. Ledgers need counts of people, not names, card or telephone numbers.',
  'handback.record': 'Record',
  'handback.times': '({n} in all)',
  'handback.note.uncommented': 'Cells filled without a comment, listed in the summary: {n}.',
  'handback.note.unplaced': 'Issues without a row in the file, in the summary alone: {n}.',
  'handback.note.unclean':
    'Embedded objects or macros that may still hold personal data: {n}. Delete them before passing the file on.',
  'handback.note.reencoded': 'The file was not UTF-8; the one handed back is.',
  'handback.note.guarded': 'Cells led by an apostrophe because they would run as formulas: {n}.',
  'handback.note.rebuilt': 'Its format cannot be marked, so a workbook was made of it.',
  'handback.note.rows_left_out':
    'The table is too large: only rows with issues are in it. Rows left out: {n}.',
  'handback.note.personal_blanked': 'Personal data taken out, a whole column counting once: {n}.',
  'handback.fault.not_a_workbook':
    'it is no workbook that can be marked. Save it as XLSX and try again.',
  'handback.fault.workbook_broken':
    'the workbook is broken inside. Open it in a spreadsheet program and save it as XLSX.',
  'handback.fault.workbook_too_large': 'the workbook is too large. Split it into several files.',
  'handback.fault.no_sheets': 'no table was read from it. See the list of issues.',
  'handback.fault.text_too_large':
    'it is too large. Split it into several files, or export the list of issues.',
  'handback.fault.no_file': 'it is not among the open files. Open the files again.',
};
