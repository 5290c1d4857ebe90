/** Why a file cannot be handed back; the words for each are the reader's. */
export type HandbackFaultCode =
  | 'not_a_workbook'
  | 'workbook_broken'
  | 'workbook_too_large'
  | 'no_sheets'
  | 'text_too_large'
  | 'no_file';

/** The file as a whole cannot be marked; `part` is the member at fault, empty for the whole file. */
export class HandbackFault extends Error {
  readonly code: HandbackFaultCode;
  readonly part: string;
  constructor(code: HandbackFaultCode, part = '') {
    super(part ? `${code}: ${part}` : code);
    this.name = 'HandbackFault';
    this.code = code;
    this.part = part;
  }
}
