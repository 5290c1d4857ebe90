/**
 * The nouns of the field, each with its Chinese term beside it, and the columns that hold them.
 *
 * Bulk data are columns: record `i` of a table is entry `i` of each of its columns. Coordinates are
 * WGS 84 degrees, longitude first. A number that is not known is NaN, a text that is not known is
 * null; "not known" is never zero and never the empty string.
 */

import type { Texts } from '#lib/core/texts.ts';

/** 行政区划层级: 市 区县 街道/乡镇 社区/居村 网格. */
export const DIVISION_LEVELS = ['city', 'district', 'street', 'community', 'grid'] as const;
export type DivisionLevel = (typeof DIVISION_LEVELS)[number];

/** 覆盖对象类型: 网格 商务楼宇 园区 商圈 市场 互联网企业 驻区单位 物业企业. */
export const UNIT_KINDS = [
  'grid',
  'building',
  'park',
  'business_district',
  'market',
  'internet',
  'resident_unit',
  'property',
] as const;
export type UnitKind = (typeof UNIT_KINDS)[number];

/** 对象状态: 正常 已关闭 空壳. */
export const UNIT_STATUSES = ['open', 'closed', 'shell'] as const;
export type UnitStatus = (typeof UNIT_STATUSES)[number];

/** 党组织类别: 党委 党总支 党支部 联合党支部 功能型党组织 党小组. */
export const ORGANISATION_TYPES = [
  'committee',
  'general_branch',
  'branch',
  'joint_branch',
  'functional',
  'group',
] as const;
export type OrganisationType = (typeof ORGANISATION_TYPES)[number];

/** 组建方式: 单独 联合 挂靠 派驻. */
export const LINK_MODES = ['standalone', 'joint', 'affiliated', 'dispatched'] as const;
export type LinkMode = (typeof LINK_MODES)[number];

/** 党群服务阵地层级: 市级中心 区级中心 街道分中心 社区站 服务点. */
export const FACILITY_LEVELS = ['city', 'district', 'street', 'community', 'point'] as const;
export type FacilityLevel = (typeof FACILITY_LEVELS)[number];

/** 底图类别: 水面 绿地 道路 铁路. */
export const BACKDROP_CLASSES = ['water', 'green', 'road', 'rail'] as const;
export type BackdropClass = (typeof BACKDROP_CLASSES)[number];

/** 三本台账: 组织覆盖 工作覆盖 阵地服务. */
export const LEDGERS = ['organisation', 'work', 'service'] as const;
export type Ledger = (typeof LEDGERS)[number];

/** 三种状态: 否 是 不明. The position in this list is the code stored in a verdict column. */
export const STATES = ['no', 'yes', 'unknown'] as const;
export type State = (typeof STATES)[number];
export const NO = 0;
export const YES = 1;
export const UNKNOWN = 2;

/** Code of an enumeration column where the value is missing or was not understood. */
export const NONE = 255;

/** The tables of a project folder. */
export const TABLES = [
  'divisions',
  'units',
  'organisations',
  'links',
  'facilities',
  'demand',
  'candidates',
  'walk',
  'backdrop',
] as const;
export type TableName = (typeof TABLES)[number];

/**
 * Geometry of `n` records as flat arrays. Record `i` owns parts `partStart[i] .. partStart[i + 1]`;
 * a part is one point, one line or one polygon; it owns rings `ringStart[p] .. ringStart[p + 1]`
 * (a polygon's shell first, then its holes; a point or a line has one); a ring owns vertices
 * `vertexStart[r] .. vertexStart[r + 1]`. Vertex `v` stands at `xy[2 v]` (longitude) and
 * `xy[2 v + 1]` (latitude). Polygon rings are closed: the last vertex repeats the first.
 */
export interface Shapes {
  /** SHAPE_NONE, SHAPE_POINT, SHAPE_LINE or SHAPE_POLYGON for each record. */
  type: Uint8Array;
  partStart: Uint32Array;
  ringStart: Uint32Array;
  vertexStart: Uint32Array;
  xy: Float64Array;
}
export const SHAPE_NONE = 0;
export const SHAPE_POINT = 1;
export const SHAPE_LINE = 2;
export const SHAPE_POLYGON = 3;

/** Where each record was read: the index into `Project.files`, and the row in that file. */
export interface Rows {
  count: number;
  file: Uint16Array;
  /** For CSV the record number with the header as 1, as a spreadsheet shows it; for GeoJSON the feature number from 1. */
  row: Uint32Array;
  /** Columns of the file that the contract does not name, kept as they came. */
  extra: Record<string, Texts>;
}

/** 行政区划. Ordered so that a parent stands before its children. */
export interface Divisions extends Rows {
  code: string[];
  name: string[];
  /** Index into DIVISION_LEVELS. */
  level: Uint8Array;
  /** Index of the parent division, -1 for a root. */
  parent: Int32Array;
  /** 户数, 常住人口, 工作人员数, 年度经费 (yuan a year), 用房面积, 党员数; NaN where not given. */
  households: Float64Array;
  residents: Float64Array;
  staff: Float64Array;
  funds: Float64Array;
  premisesM2: Float64Array;
  members: Float64Array;
  shapes: Shapes;
}

/** How a unit came to its division. */
export const PLACED_NOT = 0;
export const PLACED_GIVEN = 1;
export const PLACED_LOCATED = 2;

/** 覆盖对象. */
export interface Units extends Rows {
  id: Texts;
  /** Index into UNIT_KINDS or NONE. */
  kind: Uint8Array;
  name: Texts;
  lng: Float64Array;
  lat: Float64Array;
  /** Index into divisions, -1 where the unit could not be placed. */
  division: Int32Array;
  /** PLACED_NOT, PLACED_GIVEN or PLACED_LOCATED. */
  placed: Uint8Array;
  enterprises: Float64Array;
  employees: Float64Array;
  households: Float64Array;
  members: Float64Array;
  instructors: Float64Array;
  liaisons: Float64Array;
  /** 群团: 1 yes, 0 no, NaN unknown. */
  league: Float64Array;
  host: Texts;
  trade: Texts;
  /** 免建原因: why no organisation has to be founded here. */
  exempt: Texts;
  /** 批准单位: the office that approved that, never a person. */
  approver: Texts;
  /** Index into UNIT_STATUSES or NONE. A unit whose status is not given is taken to be open. */
  status: Uint8Array;
  shapes: Shapes;
  /** The further column that holds unified social credit codes (统一社会信用代码), where there is one. */
  creditColumn?: string;
}

/** 党组织. */
export interface Organisations extends Rows {
  id: Texts;
  name: Texts;
  /** Index into ORGANISATION_TYPES or NONE. */
  type: Uint8Array;
  parent: Texts;
  members: Float64Array;
  /** 专职人数. */
  fullTime: Float64Array;
  /** 兼职委员数. */
  partTime: Float64Array;
  division: Int32Array;
  lng: Float64Array;
  lat: Float64Array;
  /** 届满日期, ISO 8601 `YYYY-MM-DD`. */
  termEnd: Texts;
}

/** 组织与对象的对应关系. Both ends are kept as indices; -1 where the row names one that does not exist. */
export interface Links extends Rows {
  organisation: Int32Array;
  unit: Int32Array;
  /** Index into LINK_MODES or NONE. */
  mode: Uint8Array;
}

/** 党群服务阵地. */
export interface Facilities extends Rows {
  id: Texts;
  name: Texts;
  /** Index into FACILITY_LEVELS or NONE. */
  level: Uint8Array;
  lng: Float64Array;
  lat: Float64Array;
  areaM2: Float64Array;
  staff: Float64Array;
  division: Int32Array;
}

/** 需求点. */
export interface Demand extends Rows {
  id: Texts;
  lng: Float64Array;
  lat: Float64Array;
  weight: Float64Array;
  division: Int32Array;
}

/** 候选点. */
export interface Candidates extends Rows {
  id: Texts;
  name: Texts;
  lng: Float64Array;
  lat: Float64Array;
  cost: Float64Array;
  capacity: Float64Array;
}

/** 步行网络: line features; 1 yes, 0 no, NaN not said. */
export interface Walk extends Rows {
  shapes: Shapes;
  foot: Float64Array;
  oneway: Float64Array;
  tunnel: Float64Array;
  bridge: Float64Array;
  /** Road class as OpenStreetMap has it (`footway`, `motorway`, ...). */
  highway: Texts;
  /** Length that the file gives, metres; NaN: it is measured. */
  lengthM: Float64Array;
}

/** 底图: what the city is drawn on (water, green, roads, railways); never counted. */
export interface Backdrop extends Rows {
  shapes: Shapes;
  /** Index into BACKDROP_CLASSES or NONE. */
  class: Uint8Array;
  name: Texts;
}

/** An issue's weight: `error` something was left out, `warning` something was assumed, `note` worth knowing. */
export type Severity = 'error' | 'warning' | 'note';

/**
 * Something wrong with the input: a code with parameters, never a sentence (i18n has the sentences).
 * `row` is null where the whole file is meant, `column` where the whole row is meant; `column` is
 * the header as the file spells it. `found` and `expected` are short values, not prose.
 */
export interface Issue {
  code: string;
  severity: Severity;
  file: string;
  /** The page of the workbook; null where the file is no workbook. */
  sheet: string | null;
  row: number | null;
  column: string | null;
  found: string | null;
  expected: string | null;
}

/** A file as it was handed in, and what was made of it. */
export interface SourceFile {
  name: string;
  bytes: number;
  table: TableName | null;
  rows: number;
}

/** `project.json`, all optional: what the folder is and the day its facts are judged on. */
export interface ProjectInfo {
  name: string | null;
  /** ISO date against which terms are judged; null = staleness is not judged. */
  asOf: string | null;
  /** True only for the generated demo city: the screen says so. */
  fictional: boolean;
  attribution: string | null;
}

/** A project folder after ingest: what was valid, and the issues for what was not. */
export interface Project {
  info: ProjectInfo;
  files: SourceFile[];
  /** Tables that were present, even if no row was valid: absence means unknown, emptiness does not. */
  present: TableName[];
  /** Contract columns that each present table had: a column that is absent is not the same as an empty cell. */
  columns: Partial<Record<TableName, string[]>>;
  divisions: Divisions;
  units: Units;
  organisations: Organisations;
  links: Links;
  facilities: Facilities;
  demand: Demand;
  candidates: Candidates;
  walk: Walk;
  backdrop: Backdrop;
  issues: Issue[];
}
