/**
 * Signs that have a spreadsheet run a cell: `=`, `+`, `-`, `@`, tab, carriage return, line feed, and
 * the wide forms of the first four, which a Chinese spreadsheet takes for the same.
 */
const RUN = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;
/** A number, also one with a unit sign before it such as `+86`; a dash that stands for "none". */
const HARMLESS =
  /^(?:[+-]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?(?:[eE][+-]?\d+)?%?|[-+\uff0d\uff0b]+)$/;

/** A text that no spreadsheet runs: one that it would is led by `'`. */
export function guarded(text: string): string {
  return RUN.test(text) && !HARMLESS.test(text) ? `'${text}` : text;
}
