import type { Texts } from '#lib/core/model.ts';
import type { Contract } from '#lib/core/ingest/contract.ts';
import type { IssueLog } from '#lib/core/ingest/issue-log.ts';
import { cellText } from '#lib/core/ingest/sheet.ts';
import type { Cell, Sheet } from '#lib/core/ingest/sheet.ts';
import { headerKey } from '#lib/core/ingest/spelling.ts';

const IDENTITY_CARD = /^[1-9]\d{16}[\dXx]$/;
const MOBILE = /^(?:\+?86[- ]?)?1[3-9]\d{9}$/;
/** GB 11643: weights of the first 17 digits, and the check character for each remainder by 11. */
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS = '10X98765432';

function isPersonal(text: string): boolean {
  if (MOBILE.test(text)) return true;
  if (!IDENTITY_CARD.test(text)) return false;
  const sum = WEIGHTS.reduce((total, weight, i) => total + weight * Number(text[i]), 0);
  return CHECKS[sum % 11] === text[17].toUpperCase();
}

/** True where the filled cells of a column are mostly identity-card or mobile numbers. */
function holdsPersonal(cells: Cell[], kept: Uint32Array): boolean {
  let filled = 0;
  let personal = 0;
  for (const r of kept) {
    const cell = cells[r];
    if (cell === null) continue;
    filled++;
    if (isPersonal(String(cell).trim())) personal++;
  }
  return personal > 0 && personal * 2 >= filled;
}

/**
 * The columns that the contract does not name, as texts of the kept rows, under their own headers
 * in an object without prototype. Columns of names, telephone or identity-card numbers are dropped,
 * by header or by content, with an issue: the product keeps counts, not people.
 */
export function keptExtra(
  sheet: Sheet,
  named: ReadonlySet<number>,
  kept: Uint32Array,
  contract: Contract,
  issues: IssueLog,
): Record<string, Texts> {
  const personal = new Set(contract.words.personal.map(headerKey));
  const extra = Object.create(null) as Record<string, Texts>;
  sheet.headers.forEach((header, at) => {
    if (named.has(at) || kept.length === 0) return;
    const cells = sheet.columns[at];
    if (personal.has(headerKey(header)) || holdsPersonal(cells, kept)) {
      issues.add('personal_data_dropped', sheet.file, { column: header });
      return;
    }
    let name = header === '' ? `#${at + 1}` : header;
    for (let n = 2; name in extra; n++) name = `${header} (${n})`;
    extra[name] = Array.from(kept, (r) => cellText(cells[r]));
  });
  return extra;
}
