const PLAIN = /^[+-]?(?:\d+(?:\.\d+)?|\.\d+)(?:e[+-]?\d+)?$/i;
const GROUPED = /^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/;
const MAGNITUDE: Record<string, number> = { 万: 1e4, 萬: 1e4, 亿: 1e8, 億: 1e8 };
const DATE = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T ].*)?$/;
const COMPACT = /^(\d{4})(\d{2})(\d{2})$/;

/**
 * The number in a cell of a column that the contract does not name: full-width digits, commas
 * between thousands, and 万 or 亿 behind it are understood; anything else is NaN, never a guess.
 */
export function cellNumber(cell: string | null): number {
  if (cell === null) return NaN;
  let text = cell.normalize('NFKC').trim();
  const factor = MAGNITUDE[text.slice(-1)] ?? 1;
  if (factor !== 1) text = text.slice(0, -1).trim();
  if (GROUPED.test(text)) text = text.replace(/,/g, '');
  return PLAIN.test(text) ? Number((Number(text) * factor).toPrecision(15)) : NaN;
}

/** The day of a cell as days since 1970, NaN where it is none: `2026-06-30`, `2026/6/30`, `2026年6月30日`, `20260630`. */
export function cellDay(cell: string | null): number {
  const text = cell === null ? '' : cell.normalize('NFKC').trim();
  const parts = DATE.exec(text) ?? COMPACT.exec(text);
  if (!parts) return NaN;
  const [year, month, day] = parts.slice(1, 4).map(Number);
  const time = Date.UTC(year, month - 1, day);
  const date = new Date(time);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? time / 86_400_000 : NaN;
}
