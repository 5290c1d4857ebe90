import { isSoundFormula } from '#lib/core/ingest/format/workbook-formula.ts';
import { sharedTexts } from '#lib/core/ingest/format/workbook-shared-texts.ts';
import { WorkbookFault } from '#lib/core/ingest/format/workbook-fault.ts';

const HYPERLINK = 0x01b8;
const HYPERLINK_TIP = 0x0800;
/** A drawing, which is passed over. */
const DRAWING = 0x00ec;
const SHARED_TEXTS = 0x00fc;
const CONTINUE = 0x003c;
const BEGIN = 0x0809;
const BIFF5 = 0x0500;
const BIFF8 = 0x0600;
const FORMULA = 0x0006;
const SHARED_FORMULA = 0x04bc;
/**
 * What no cell needs: beginnings and cells of BIFF 2 to 4, names, arrays, conditions, lists, links,
 * comments, drawings, headers and footers, styles, and who wrote the file.
 */
const NEEDLESS = new Set([
  0x0009, 0x0209, 0x0409, 0x0001, 0x0002, 0x0003, 0x0004, 0x0005, 0x0007, 0x0206, 0x0406, 0x0018,
  0x0218, 0x0023, 0x0223, 0x0021, 0x0221, 0x01b1, 0x01be, 0x087a, 0x01ae, 0x0017, 0x001c, 0x01b6,
  0x005d, 0x0014, 0x0015, 0x0293, 0x01ba, 0x005c, 0x0812, 0x0875, 0x087f,
]);
/** Bytes up to the length of the text in records that hold one; a shorter one has none. */
const BYTES_TO_TEXT = new Map<number, number>([
  [0x0204, 8], // label
  [0x00d6, 8], // label with formats
  [0x0207, 2], // text of a formula
  [0x041e, 3], // format
  [0x0031, 15], // font
  [0x0085, 7], // page
]);
/** Length of a formula that says it has none. */
const NO_FORMULA = 0xffff;
/** Bytes of the shortest text in the table of shared ones. */
const SHORTEST_TEXT = 3;

/**
 * Makes the records of a BIFF stream harmless before they are parsed: hyperlinks, each of which may
 * be spread over a whole page, become drawings, in place, as do names and formulas that nothing
 * needs; a formula of a cell that is not sound, of which a parser would never see the end, is left
 * out and its value stays. Throws `WorkbookFault` for a table of
 * shared texts that claims more of them than it has bytes for. Record numbers are those of
 * [MS-XLS] 2.3.
 */
export function tameRecords(stream: Uint8Array): void {
  const u16 = (at: number) => stream[at] | (stream[at + 1] << 8);
  const pass = (body: number) => {
    stream[body - 4] = DRAWING & 255;
    stream[body - 3] = DRAWING >> 8;
  };
  let isBiff5 = false;
  for (let at = 0; at + 4 <= stream.length;) {
    const type = u16(at);
    const body = at + 4;
    at = body + u16(at + 2);
    if (type === HYPERLINK || type === HYPERLINK_TIP || NEEDLESS.has(type)) pass(body);
    else if (at - body < (BYTES_TO_TEXT.get(type) ?? 0)) pass(body);
    else if (type === BEGIN) {
      const version = u16(body);
      if (version !== BIFF5 && version !== BIFF8)
        throw new WorkbookFault('workbook_unsupported', `BIFF ${version}`, 'BIFF 5, BIFF 8');
      isBiff5 = version === BIFF5;
    } else if (type === FORMULA) {
      const tokens = body + 22;
      const end = tokens + u16(body + 20);
      if (tokens > at) pass(body);
      else if (end > at || !isSoundFormula(stream, tokens, end, isBiff5))
        stream.fill(NO_FORMULA & 255, body + 20, tokens);
    } else if (type === SHARED_FORMULA) {
      const tokens = body + 10;
      const end = tokens + u16(body + 8);
      if (end > at || !isSoundFormula(stream, tokens, end, isBiff5)) pass(body);
    } else if (type === SHARED_TEXTS && body + 8 <= stream.length) {
      const count = u16(body + 4) + u16(body + 6) * 65_536;
      let end = at;
      while (end + 4 <= stream.length && u16(end) === CONTINUE) end += 4 + u16(end + 2);
      if (count * SHORTEST_TEXT > end - body)
        throw new WorkbookFault('workbook_damaged', String(count), `<= ${end - body}`);
      const texts = sharedTexts(stream, body, at - body, count);
      for (const i of [0, 1, 2, 3]) stream[body + 4 + i] = (texts >>> (8 * i)) & 255;
    }
  }
}
