export type ArchiveFaultCode =
  | 'archive_damaged'
  | 'archive_too_large'
  | 'archive_too_many'
  | 'archive_ratio'
  | 'archive_path'
  | 'archive_encrypted';

/** Why an archive, or a member of it, is not read. */
export class ArchiveFault extends Error {
  readonly code: ArchiveFaultCode;
  readonly found: string | null;
  readonly expected: string | null;

  constructor(code: ArchiveFaultCode, found: string | number | null, expected: string | null) {
    super(code);
    this.name = 'ArchiveFault';
    this.code = code;
    this.found = found === null ? null : String(found);
    this.expected = expected;
  }
}
