/** A record of delimited text as it is written. */
export interface CsvRecord {
  /** Its fields as written, quotes included. */
  raw: string[];
  /** The end of its line as written; empty for a last line without one. */
  end: string;
  /** True where a quote does not close, or closes inside a field: the record is then one line. */
  broken: boolean;
}

const QUOTE = '"';

/** Where a quoted field ends (behind spaces after its quote); -1 where it does not end as it must. */
function quotedEnd(text: string, from: number, delimiter: string): number {
  for (let at = text.indexOf(QUOTE, from + 1); at >= 0; at = text.indexOf(QUOTE, at + 2)) {
    if (text[at + 1] === QUOTE) continue;
    let end = at + 1;
    while (text[end] === ' ') end++;
    const next = text[end];
    return next === undefined || next === delimiter || next === '\n' || next === '\r' ? end : -1;
  }
  return -1;
}

/**
 * Cuts delimited text into records that keep how they are written. Records are counted as the
 * reading of the ledger counts them: a run of carriage returns before a line feed ends one line, and
 * a record of a broken quote is what stands up to the end of the line the quoted field begins in.
 */
export function csvRecords(text: string, delimiter: string): CsvRecord[] {
  const records: CsvRecord[] = [];
  const lineEnd = /\r+\n|\n|\r/g;
  const stop = new RegExp(`[${delimiter === '\t' ? '\\t' : delimiter}\\r\\n]`, 'g');
  const endAt = (at: number) => {
    lineEnd.lastIndex = at;
    const found = lineEnd.exec(text);
    return found ? { at: found.index, end: found[0] } : { at: text.length, end: '' };
  };
  for (let at = 0; at < text.length;) {
    const begin = at;
    const raw: string[] = [];
    let record: CsvRecord | null = null;
    while (!record) {
      let end: number;
      if (text[at] === QUOTE) {
        end = quotedEnd(text, at, delimiter);
        if (end < 0) {
          const line = endAt(at);
          const fields = text.slice(begin, line.at).split(delimiter);
          record = { raw: fields, end: line.end, broken: true };
          at = line.at + line.end.length;
          break;
        }
      } else {
        stop.lastIndex = at;
        end = stop.exec(text)?.index ?? text.length;
      }
      raw.push(text.slice(at, end));
      if (text[end] === delimiter) at = end + 1;
      else {
        const line = endAt(end);
        record = { raw, end: line.end, broken: false };
        at = end + line.end.length;
      }
    }
    records.push(record);
  }
  return records;
}

/** What a field says. */
export function fieldValue(raw: string): string {
  if (raw[0] !== QUOTE) return raw;
  const close = raw.lastIndexOf(QUOTE);
  return close > 0 ? raw.slice(1, close).replace(/""/g, QUOTE) : raw;
}

/** A field that says a text, quoted where it must be. */
export function fieldOf(value: string, delimiter: string): string {
  return value.includes(delimiter) || /["\r\n]|^\s|\s$/.test(value)
    ? `"${value.replace(/"/g, '""')}"`
    : value;
}
