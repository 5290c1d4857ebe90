/** Hands a text to the browser's downloads. */
export function saveText(name: string, type: string, text: string): void {
  save(name, new Blob([text], { type: `${type};charset=utf-8` }));
}

/** Hands the bytes of a file to the browser's downloads. */
export function saveBytes(name: string, type: string, bytes: Uint8Array): void {
  save(name, new Blob([bytes as Uint8Array<ArrayBuffer>], { type }));
}

function save(name: string, content: Blob): void {
  const link = document.createElement('a');
  const address = URL.createObjectURL(content);
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** A name for a download: the project's, without what file systems refuse, and what it is. */
export function downloadName(project: string | null, what: string): string {
  const plain = (project ?? '')
    .replace(/[\p{Cc}\p{Cf}\\/:*?"<>|]+/gu, ' ')
    .replace(/\s+/g, '-')
    .replace(/^[-.]+|[-.]+$/g, '')
    .slice(0, 60);
  return plain === '' ? what : `${plain}-${what}`;
}
