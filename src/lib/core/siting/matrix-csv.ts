import type { CostMatrix, SiteDistances } from '#lib/core/siting/matrix.ts';

export const MATRIX_FAULT_CODES = [
  'matrix_empty',
  'matrix_column_missing',
  'matrix_column_twice',
  'matrix_cell_missing',
  'matrix_not_a_number',
  'matrix_pair_repeated',
  'matrix_weight_differs',
  'matrix_quote',
] as const;
export type MatrixFaultCode = (typeof MATRIX_FAULT_CODES)[number];

/** Something wrong with a file of costs; rows count the header as 1. */
export interface MatrixFault {
  code: MatrixFaultCode;
  row: number;
  /** The column as this program calls it; null where the whole row is meant. */
  column: string | null;
  found: string | null;
  expected: string | null;
}

/** Costs as a file has them: sites and demand in the order in which they first come. */
export interface MatrixFile {
  site: string[];
  demand: string[];
  matrix: CostMatrix;
  /** 1 each where the file has no weights. */
  weight: Float64Array;
}

const COLUMNS = ['site', 'demand', 'cost', 'weight'] as const;
type Column = (typeof COLUMNS)[number];
const NAMES: Readonly<Record<Column, readonly string[]>> = {
  site: ['site', 'facility', '站点', '选址点', '候选点', '设施', '阵地'],
  demand: ['demand', 'client', '需求点', '需求'],
  cost: ['cost', 'distance', '费用', '成本', '距离'],
  weight: ['weight', 'population', '权重', '人口', '人数'],
};
const MOST_FAULTS = 50;
const DELIMITERS = [',', '\t', ';', '，'];

/** Cells of a line; null where a quote is not closed as it must be (RFC 4180). */
function cellsOf(line: string, delimiter: string): string[] | null {
  if (!line.includes('"')) return line.split(delimiter).map((cell) => cell.trim());
  const cells: string[] = [];
  for (let at = 0; ; at++) {
    if (line[at] !== '"') {
      const end = line.indexOf(delimiter, at);
      cells.push(line.slice(at, end < 0 ? undefined : end).trim());
      if (end < 0) return cells;
      at = end;
      continue;
    }
    let cell = '';
    for (let from = at + 1; ;) {
      const end = line.indexOf('"', from);
      if (end < 0) return null;
      cell += line.slice(from, end);
      at = end + 1;
      if (line[at] !== '"') break;
      cell += '"';
      from = at + 1;
    }
    cells.push(cell);
    if (at >= line.length) return cells;
    if (line[at] !== delimiter) return null;
  }
}

/** Texts by number, in the order in which they come. */
class Names {
  readonly list: string[] = [];
  private readonly numbers = new Map<string, number>();

  of(name: string): number {
    let number = this.numbers.get(name);
    if (number === undefined) this.numbers.set(name, (number = this.list.push(name) - 1));
    return number;
  }
}

class MatrixReader {
  readonly faults: MatrixFault[] = [];
  readonly sites = new Names();
  readonly demands = new Names();
  readonly pairs: Map<number, { cost: number; row: number }>[] = [];
  readonly weights: number[] = [];
  private readonly weightRow: number[] = [];

  fault(
    code: MatrixFaultCode,
    row: number,
    column: string | null,
    found: string | null = null,
    expected: string | null = null,
  ): void {
    this.faults.push({ code, row, column, found, expected });
  }

  /** Where each column stands, -1 for a weight that is not given; null where one is missing. */
  header(row: number, cells: string[]): Record<Column, number> | null {
    const at = { site: -1, demand: -1, cost: -1, weight: -1 };
    const lower = cells.map((cell) => cell.toLowerCase());
    for (const column of COLUMNS) {
      const found = lower.flatMap((name, i) => (NAMES[column].includes(name) ? [i] : []));
      if (found.length > 1) this.fault('matrix_column_twice', row, column, found.map((i) => cells[i]).join(', ')); // prettier-ignore
      if (found.length === 0 && column !== 'weight') this.fault('matrix_column_missing', row, column, cells.join(', '), NAMES[column].join(', ')); // prettier-ignore
      if (found.length > 0) at[column] = found[0];
    }
    return this.faults.length > 0 ? null : at;
  }

  private number(row: number, column: Column, text: string): number {
    const value = text === '' ? NaN : Number(text);
    if (value >= 0 && value < Infinity) return value;
    this.fault('matrix_not_a_number', row, column, text, '>= 0');
    return NaN;
  }

  record(row: number, cells: string[], at: Record<Column, number>): void {
    const text = (column: Column): string => {
      const cell = cells[at[column]] ?? '';
      if (cell === '') this.fault('matrix_cell_missing', row, column);
      return cell;
    };
    const [site, demand, costText] = [text('site'), text('demand'), text('cost')];
    const weightText = at.weight < 0 ? null : text('weight');
    if (site === '' || demand === '' || costText === '' || weightText === '') return;
    const [s, d] = [this.sites.of(site), this.demands.of(demand)];
    const cost = this.number(row, 'cost', costText);
    const weight = weightText === null ? 1 : this.number(row, 'weight', weightText);
    const own = (this.pairs[s] ??= new Map<number, { cost: number; row: number }>());
    const before = own.get(d);
    if (before !== undefined)
      this.fault('matrix_pair_repeated', row, null, `${site}, ${demand}`, `${before.row}`);
    else own.set(d, { cost, row });
    if (this.weights[d] === undefined) {
      this.weights[d] = weight;
      this.weightRow[d] = row;
    } else if (this.weights[d] !== weight && !Number.isNaN(weight) && !Number.isNaN(this.weights[d])) // prettier-ignore
      this.fault('matrix_weight_differs', row, 'weight', `${demand}: ${weight}`, `${this.weights[d]} (${this.weightRow[d]})`); // prettier-ignore
  }

  file(): MatrixFile {
    const sites = this.sites.list.length;
    const start = new Uint32Array(sites + 1);
    for (let s = 0; s < sites; s++) start[s + 1] = start[s] + this.pairs[s].size;
    const demand = new Uint32Array(start[sites]);
    const cost = new Float64Array(start[sites]);
    for (let s = 0; s < sites; s++) {
      const own = [...this.pairs[s]].sort(([a], [b]) => a - b);
      own.forEach(([d, pair], i) => {
        demand[start[s] + i] = d;
        cost[start[s] + i] = pair.cost;
      });
    }
    const demands = this.demands.list.length;
    return {
      site: this.sites.list,
      demand: this.demands.list,
      matrix: { sites, demands, start, demand, cost },
      weight: Float64Array.from(this.weights),
    };
  }
}

/**
 * Reads costs in long form, a pair of site and demand a row, as PySAL's `from_cost_matrix` takes them:
 * columns site, demand, cost and, where demand is weighed, weight, in any order and under English or
 * Chinese names; other columns are passed over. Pairs that do not come cannot be served. With
 * anything wrong it is refused as a whole, row and column named, 50 faults at the most.
 */
export function readMatrixCsv(text: string): MatrixFile | { faults: MatrixFault[] } {
  const reader = new MatrixReader();
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
  const first = lines.findIndex((line) => line.trim() !== '');
  const head = lines[first] ?? '';
  const count = (mark: string): number => head.split(mark).length;
  const delimiter = DELIMITERS.reduce((most, mark) => (count(mark) > count(most) ? mark : most));
  let at: Record<Column, number> | null = null;
  for (let i = first; i >= 0 && i < lines.length && reader.faults.length < MOST_FAULTS; i++) {
    if (lines[i].trim() === '') continue;
    const cells = cellsOf(lines[i], delimiter);
    if (cells === null) reader.fault('matrix_quote', i + 1, null, lines[i].slice(0, 60));
    else if (at !== null) reader.record(i + 1, cells, at);
    if (at !== null) continue;
    at = cells && reader.header(i + 1, cells);
    if (at === null) return { faults: reader.faults };
  }
  if (reader.faults.length === 0 && reader.sites.list.length === 0)
    reader.fault('matrix_empty', Math.max(first, 0) + 1, null);
  return reader.faults.length > 0 ? { faults: reader.faults } : reader.file();
}

/**
 * How far sites are from one another, where the demand of a file are its sites: of the two directions
 * the shorter, Infinity for pairs that do not come. Null where demand is something else.
 */
export function distancesOfFile({ site, demand, matrix }: MatrixFile): SiteDistances | null {
  const sites = matrix.sites;
  const numbers = new Map(site.map((name, s) => [name, s]));
  const other = demand.map((name) => numbers.get(name));
  const between = new Float64Array(sites * sites).fill(Infinity);
  for (let s = 0; s < sites; s++) {
    between[s * sites + s] = 0;
    for (let k = matrix.start[s]; k < matrix.start[s + 1]; k++) {
      const to = other[matrix.demand[k]];
      if (to === undefined) return null;
      const cost = Math.min(matrix.cost[k], between[s * sites + to]);
      between[s * sites + to] = between[to * sites + s] = cost;
    }
  }
  return { sites, between };
}
