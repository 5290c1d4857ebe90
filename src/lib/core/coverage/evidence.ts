import { TABLES } from '#lib/core/model.ts';
import type { TableName } from '#lib/core/model.ts';
import type { Verdicts } from '#lib/core/coverage/verdict.ts';

/** Writes one ledger's verdicts unit by unit, in order, with the rows that decided each. */
export class VerdictWriter {
  readonly state: Uint8Array;
  readonly rule: Uint16Array;
  private readonly start: Uint32Array;
  private tables: Uint8Array;
  private records: Uint32Array;
  private cited = 0;
  private next = 0;

  constructor(units: number) {
    this.state = new Uint8Array(units);
    this.rule = new Uint16Array(units);
    this.start = new Uint32Array(units + 1);
    this.tables = new Uint8Array(units + 64);
    this.records = new Uint32Array(units + 64);
  }

  /** Adds an evidence row to the unit that is being decided. */
  cite(table: TableName, record: number): void {
    if (this.cited === this.records.length) this.grow();
    this.tables[this.cited] = TABLES.indexOf(table);
    this.records[this.cited++] = record;
  }

  /** Closes the unit that is being decided. */
  decide(state: number, rule: number): void {
    this.state[this.next] = state;
    this.rule[this.next] = rule;
    this.next += 1;
    this.start[this.next] = this.cited;
  }

  done(): Verdicts {
    return {
      state: this.state,
      rule: this.rule,
      evidenceStart: this.start,
      evidenceTable: this.tables.slice(0, this.cited),
      evidenceRecord: this.records.slice(0, this.cited),
    };
  }

  private grow(): void {
    const [tables, records] = [this.tables, this.records];
    this.tables = new Uint8Array(tables.length * 2);
    this.records = new Uint32Array(records.length * 2);
    this.tables.set(tables);
    this.records.set(records);
  }
}

/** A row that decided a verdict. */
export interface EvidenceRow {
  table: TableName;
  record: number;
}

/** The rows that decided a unit's verdict in one ledger. */
export function evidenceOf(verdicts: Verdicts, unit: number): EvidenceRow[] {
  const rows: EvidenceRow[] = [];
  for (let e = verdicts.evidenceStart[unit]; e < verdicts.evidenceStart[unit + 1]; e++)
    rows.push({ table: TABLES[verdicts.evidenceTable[e]], record: verdicts.evidenceRecord[e] });
  return rows;
}
