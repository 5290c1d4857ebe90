import type { RemovedValues } from '#lib/core/report/handback/removed-values.ts';
import { CLOSE, OPEN, TagWalk } from '#lib/core/report/handback/xml-tags.ts';
import {
  Edits,
  escaped,
  innerText,
  stringText,
  unescaped,
} from '#lib/core/report/handback/xml-text.ts';

/** Elements whose text is a formula. */
const FORMULAS = new Set([
  'f',
  'formula',
  'formula1',
  'formula2',
  'definedName',
  'calculatedColumnFormula',
  'totalsRowFormula',
]);
/** Attributes that name parts of the workbook or places in it. */
const NAMES = /^(xmlns|name|sheet|location|ref|sqref|r|id|uid|spans|codeName|Type|Id|s|si)$/;

/** What stands for a value: a digit where a number or a formula must stay one. */
const stars = (value: string) => (/^[\d.eE+]+$/.test(value) ? '0' : '*');

/** Formulas keep their names of pages: only quoted texts and numbers are put out. */
function formulaWithout(text: string, removed: RemovedValues): string {
  return text
    .replace(/"(?:[^"]|"")*"/g, (quoted) => {
      const inner = quoted.slice(1, -1);
      const kept = removed.without(inner, () => '0');
      return kept === inner ? quoted : `"${kept}"`;
    })
    .replace(/\d{8,}/g, (digits) => removed.without(digits, () => '0'));
}

/**
 * An XML part without the values that left the file; the text itself where it has none. Of a page
 * (`isSheet`) the cells that are no formulas are let be: their values stay because they were to.
 * In the caches of pivot tables (`numbered`) each value becomes one of its own, since a list that
 * holds one twice counts as broken.
 */
export function redacted(
  text: string,
  removed: RemovedValues,
  isSheet: boolean,
  numbered = false,
): string {
  const edits = new Edits();
  const walk = new TagWalk(text);
  let n = 0;
  const put = (value: string) => {
    n++;
    const star = stars(value);
    if (numbered) return star === '0' ? String(n) : `*${n}`;
    return star;
  };
  const seeText = (from: number, to: number, formula: boolean) => {
    if (to <= from) return;
    const inner = innerText(text, from, to);
    const kept = formula ? formulaWithout(inner, removed) : removed.without(inner, put);
    if (kept !== inner) edits.replace(from, to, escaped(kept));
  };
  const seeAttributes = () =>
    walk.eachAttribute((name, from, to) => {
      const local = name.replace(/^.*:/, '');
      if (NAMES.test(local) || name.startsWith('xmlns')) return;
      const value = unescaped(text.slice(from, to));

      const whole = removed.is(value) && !/[^\0-\x7f]|\d{8}/.test(value);
      const kept = whole ? value : removed.without(value, put);
      if (kept !== value) edits.replace(from, to, escaped(kept));
    });
  let inCells = false;
  let inCell = false;
  let formulaCell = false;
  let at = 0;
  let formula = false;
  while (walk.next()) {
    if (!inCells || !inCell || formulaCell) seeText(at, walk.start, formula);
    const { name, kind, end } = walk;
    formula = kind === OPEN && FORMULAS.has(name);
    at = end;
    if (name === 'text' && kind === OPEN && !isSheet) {
      // Runs of one comment that only together are the value.
      const { prefix } = walk;
      walk.toClose();
      const joined = stringText(text, end, walk.start);
      const kept = removed.without(joined, put);
      if (kept === joined) walk.end = end;
      else {
        const run = `<${prefix}r><${prefix}t xml:space="preserve">${escaped(kept)}</${prefix}t></${prefix}r>`;
        edits.replace(end, walk.start, run);
        at = walk.end;
      }
      continue;
    }
    if (isSheet && name === 'sheetData') inCells = kind === OPEN;
    if (inCells) {
      if (name === 'c') {
        inCell = kind === OPEN;
        formulaCell = false;
      } else if (name === 'f') formulaCell = true;
    } else if (kind !== CLOSE) seeAttributes();
  }
  return edits.any ? edits.apply(text) : text;
}
