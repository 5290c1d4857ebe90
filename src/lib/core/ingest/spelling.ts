const PLAIN = /^[\x21-\x7e]*$/;

/** A header, value or name as it is compared: NFKC, lower case, no BOM, spaces, hyphens or underscores. */
export function headerKey(text: string): string {
  const folded = text.normalize('NFKC').toLowerCase();
  return folded.replace(/(?:[\s_\-\ufeff]|\u200b|\u200c|\u200d|\u2060)+/g, '');
}

/** The name of a file without folders, extension, case and spaces. */
export function stemKey(fileName: string): string {
  return headerKey(baseName(fileName).replace(/(\.osm)?\.[a-z0-9]{1,8}$/i, ''));
}

/** The last part of a path written with either slash. */
export function baseName(fileName: string): string {
  return fileName.slice(Math.max(fileName.lastIndexOf('/'), fileName.lastIndexOf('\\')) + 1);
}

/** How many folders stand before the file's own name. */
export function depthOf(fileName: string): number {
  return fileName.split(/[/\\]/).filter((part) => part !== '' && part !== '.').length - 1;
}

/** An identifier or code as it is compared: full-width digits made plain, outer spaces removed. */
export function identifier(text: string): string {
  return PLAIN.test(text)
    ? text
    : text
        .normalize('NFKC')
        .replace(/\ufeff/g, '')
        .trim();
}

/** A text cell: outer spaces and byte order marks removed, otherwise as it came. */
export function plainText(text: string): string {
  return text.replace(/^[\s\ufeff\u200b]+|[\s\ufeff\u200b]+$/g, '');
}
