/** Code pages by the names of the Encoding Standard, which holds GBK in GB18030. */
const ENCODINGS: Record<number, string> = {
  874: 'windows-874',
  932: 'shift_jis',
  936: 'gb18030',
  949: 'euc-kr',
  950: 'big5',
  1200: 'utf-16le',
  10008: 'gb18030',
  54936: 'gb18030',
  65001: 'utf-8',
};

const LATIN = 'windows-1252';
const decoders = new Map<string, TextDecoder>();

function decode(codepage: number, bytes: ArrayLike<number>): string {
  // A lone byte is half of a character in UTF-16 of which the other half is zero.
  if (bytes.length === 1) return String.fromCharCode(bytes[0]);
  const name = ENCODINGS[codepage] ?? LATIN;
  let decoder = decoders.get(name);
  if (!decoder) decoders.set(name, (decoder = new TextDecoder(name)));
  return decoder.decode(Uint8Array.from(bytes));
}

/**
 * What SheetJS asks of a table of code pages, given by the platform's own decoders: workbooks of
 * Excel 5 and 95 hold GBK. Its own tables weigh 470 kB.
 */
export const CODEPAGES = { utils: { decode } };
