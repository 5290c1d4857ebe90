import Papa from 'papaparse';

interface Parsed {
  data: string[][];
  errors: { code: string; row?: number; index?: number }[];
}
type StringParser = new (config: Record<string, unknown>) => {
  parse(input: string, baseIndex: number, ignoreLastRow: boolean): Parsed;
};

/** Line ends of every kind as one line feed each. */
export const evenLines = (text: string): string =>
  text.replace(/\r+(\n?)/g, (ends, feed) => (feed ? '\n' : '\n'.repeat(ends.length)));

/**
 * The records of a text as Papa Parse cuts them, null for one whose quote does not close; behind it
 * the reading goes on at the next line. The oracle of our own cutter.
 */
export function papaRecords(given: string, delimiter: string): (string[] | null)[] {
  const text = evenLines(given).replace(/([^\n])$/, '$1\n');
  const parser = new (Papa.Parser as unknown as StringParser)({ delimiter, newline: '\n' });
  const records: (string[] | null)[] = [];
  for (let at = 0; at < text.length;) {
    const rest = text.slice(at);
    const { data, errors } = parser.parse(rest, 0, false);
    const broken = errors.find(({ code }) => /^(Missing|Invalid)Quotes$/.test(code));
    if (!broken) {
      records.push(...data.slice(0, -1));
      break;
    }
    records.push(...data.slice(0, broken.row), null);
    const lineEnd = rest.indexOf('\n', broken.index);
    at = lineEnd < 0 ? text.length : at + lineEnd + 1;
  }
  return records;
}
