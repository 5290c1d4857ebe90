/** A declaration's encoding, as the bytes of any encoding that contains ASCII show it. */
const DECLARED = /^\s*<\?xml[^>]*?encoding\s*=\s*["']([\w.-]+)["']/;

function encodingOf(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  if (bytes[0] === 0xef && bytes[1] === 0xbb) return 'utf-8';
  const head = String.fromCharCode(...bytes.subarray(0, 200));
  return DECLARED.exec(head)?.[1].toLowerCase() ?? 'utf-8';
}

/**
 * The text of an XML part, which says UTF-8 of itself whatever its encoding was, because that is
 * what it is written back as. An encoding of an unknown name is read as UTF-8.
 */
export function decodePart(bytes: Uint8Array): string {
  const encoding = encodingOf(bytes);
  if (encoding === 'utf-8') return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  let text: string;
  try {
    text = new TextDecoder(encoding).decode(bytes);
  } catch {
    text = new TextDecoder().decode(bytes);
  }
  return text.replace(DECLARED, (whole, label: string) => whole.replace(label, 'UTF-8'));
}
