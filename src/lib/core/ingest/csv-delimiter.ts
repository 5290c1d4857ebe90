import { csvCell } from '#lib/core/ingest/csv-cell.ts';
import { CsvCutter } from '#lib/core/ingest/csv-cut.ts';
import type { TextBytes } from '#lib/core/ingest/text/cell-text.ts';

/** In the order in which they are preferred where nothing else decides. */
export const DELIMITERS = [',', '\t', ';', '|', '\uff0c'];
/** Lines that are looked at. */
const LINES = 50;
/** Cells counted in a line; more decide nothing. */
const CELLS = 2000;

export interface DelimiterChoice {
  delimiter: string;
  /** Columns of most lines; 1 where no delimiter was found. */
  width: number;
  /** True where the first line says `sep=` and is no row. */
  declared: boolean;
}

/** Cells of each of the first lines that are not blank. */
function widthsOf(head: TextBytes, delimiter: string): number[] {
  const cutter = new CsvCutter(head, delimiter, CELLS);
  const widths: number[] = [];
  while (!cutter.done && widths.length < LINES) {
    const kind = cutter.next();
    if (kind === 'endless') break;
    if (kind === 'cells') widths.push(cutter.count);
  }
  return widths;
}

/** The most frequent width above 1, the wider of two; 1 where there is none. */
function modeOf(widths: readonly number[]): number {
  const times = new Map<number, number>();
  for (const width of widths) if (width > 1) times.set(width, (times.get(width) ?? 0) + 1);
  let best = 1;
  for (const [width, n] of times) {
    const most = times.get(best) ?? 0;
    if (n > most || (n === most && width > best)) best = width;
  }
  return best;
}

/** What the first line declares for Excel: `sep=;`. */
function declaredIn(head: TextBytes): string | null {
  const cutter = new CsvCutter(head, '\n', 1);
  if (cutter.done || cutter.next() !== 'cells') return null;
  const line = csvCell(head, cutter.starts[0], cutter.starts[1] - 1);
  const found = /^\s*"?sep=(.)"?\s*$/i.exec(line);
  return found && DELIMITERS.includes(found[1]) ? found[1] : null;
}

/**
 * The delimiter of a text, from its head in UTF-8: the one that cuts the most of the first 50 lines
 * into equally many cells. One that is missing in the header (the first line with cells of any)
 * counts for half a file less: it stands in a column, not between columns.
 */
export function delimiterOf(head: TextBytes): DelimiterChoice {
  const declared = declaredIn(head);
  if (declared !== null)
    return { delimiter: declared, width: modeOf(widthsOf(head, declared)), declared: true };
  let best = { delimiter: ',', width: 1, score: 0 };
  for (const delimiter of DELIMITERS) {
    const widths = widthsOf(head, delimiter);
    const width = modeOf(widths);
    if (width === 1) continue;
    const alike = widths.filter((each) => each === width).length;
    const present = widths.filter((each) => each > 1).length;
    const late = widths.indexOf(width) > 0 ? 0.5 : 0;
    const score = (alike + present) / (2 * widths.length) - late;
    const better = score > best.score || (score === best.score && width > best.width);
    if (better || best.width === 1) best = { delimiter, width, score };
  }
  return { delimiter: best.delimiter, width: best.width, declared: false };
}
