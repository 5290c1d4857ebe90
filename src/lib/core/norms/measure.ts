import { FACILITY_LEVELS, LINK_MODES, NONE, ORGANISATION_TYPES } from '#lib/core/model.ts';
import type { FacilityLevel, Project } from '#lib/core/model.ts';
import { UNKNOWN_AMOUNT, amountOf } from '#lib/core/norms/amount.ts';
import type { Amount } from '#lib/core/norms/amount.ts';
import { cellDay } from '#lib/core/norms/cell-number.ts';
import { daysOf, numbersOf } from '#lib/core/norms/columns.ts';
import { foldByDivision } from '#lib/core/norms/fold.ts';
import type { Measure, NormSubject } from '#lib/core/norms/norm.ts';

/** What norms cannot find out from the tables themselves. */
export interface NormTools {
  /**
   * Metres from a unit to the nearest facility of these levels, of any where absent; NaN where the
   * unit has no position, Infinity where there is no such facility.
   */
  distanceM(unit: number, levels: readonly FacilityLevel[] | undefined): number;
  /** 1 for each unit that counts, 0 for an exempt one, of which no norm asks anything. */
  due: Uint8Array;
}

type Table = NormSubject['table'];

/** The amounts of one measure, by record of the subject's table. */
export type Column = (record: number) => Amount;

const UNKNOWN_COLUMN: Column = () => UNKNOWN_AMOUNT;

/** Whether a code is among the words meant; null where it is not known and that matters. */
function among(
  words: readonly string[],
  code: number,
  meant: readonly string[] | undefined,
): boolean | null {
  if (meant === undefined) return true;
  return code === NONE ? null : meant.includes(words[code]);
}

/** Measures records; what a measure needs of the whole project is worked out once. */
export class Measures {
  readonly #project: Project;
  readonly #tools: NormTools;
  readonly #columns = new Map<string, Column>();

  constructor(project: Project, tools: NormTools) {
    this.#project = project;
    this.#tools = tools;
  }

  /** A measure of the records of a table; the same for the same measure, so that it is worked out once. */
  of(measure: Measure, table: Table): Column {
    const key = `${table} ${JSON.stringify(measure)}`;
    let column = this.#columns.get(key);
    if (!column) this.#columns.set(key, (column = this.#column(measure, table)));
    return column;
  }

  #column(measure: Measure, table: Table): Column {
    const { organisations, facilities, info } = this.#project;
    switch (measure.of) {
      case 'column': {
        const values = numbersOf(this.#project, table, measure.column);
        return values ? (record) => amountOf(values[record]) : UNKNOWN_COLUMN;
      }
      case 'days_over': {
        const days = daysOf(this.#project, table, measure.column);
        const asOf = cellDay(info.asOf);
        return days ? (record) => amountOf(asOf - days[record]) : UNKNOWN_COLUMN;
      }
      case 'facilities':
        return this.#folded(measure, table, 'facilities', (i) =>
          among(FACILITY_LEVELS, facilities.level[i], measure.levels),
        );
      case 'organisations':
        return this.#folded(measure, table, 'organisations', (i) =>
          among(ORGANISATION_TYPES, organisations.type[i], measure.types),
        );
      case 'distance':
        return table === 'units' && this.#project.present.includes('facilities')
          ? (unit) => amountOf(this.#tools.distanceM(unit, measure.levels))
          : UNKNOWN_COLUMN;
      case 'links':
        return table === 'organisations' ? this.#links(measure.modes) : UNKNOWN_COLUMN;
    }
  }

  #folded(
    { column, fold }: Measure & { of: 'facilities' | 'organisations' },
    table: Table,
    of: 'facilities' | 'organisations',
    meant: (record: number) => boolean | null,
  ): Column {
    const project = this.#project;
    if (!project.present.includes(of)) return UNKNOWN_COLUMN;
    const values = column === undefined ? null : numbersOf(project, of, column);
    const { low, high } = foldByDivision(
      project.divisions,
      project[of].division,
      meant,
      (record) => values?.[record] ?? NaN,
      fold,
      of === 'facilities',
    );
    const home = table === 'divisions' ? null : project[table].division;
    return (record) => {
      const at = home ? home[record] : record;
      return at < 0 ? UNKNOWN_AMOUNT : { low: low[at], high: high[at] };
    };
  }

  #links(modes: readonly string[] | undefined): Column {
    const { links, organisations, units, present } = this.#project;
    if (!present.includes('links')) return UNKNOWN_COLUMN;
    const low = new Float64Array(organisations.count);
    const high = new Float64Array(organisations.count);
    const seen = new Set<number>();
    // Links that surely count go first, so that a doubtful one adds nothing to them.
    for (const sure of [true, false])
      for (let link = 0; link < links.count; link++) {
        const organisation = links.organisation[link];
        const unit = links.unit[link];
        const counts = among(LINK_MODES, links.mode[link], modes);
        if (organisation < 0 || counts === false || sure !== (counts === true && unit >= 0))
          continue;
        const pair = organisation * units.count + unit;
        if (unit >= 0 && seen.has(pair)) continue;
        if (unit >= 0) seen.add(pair);
        if (sure) low[organisation]++;
        high[organisation]++;
      }
    return (record) => ({ low: low[record], high: high[record] });
  }
}
