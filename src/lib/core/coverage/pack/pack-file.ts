import type {
  Cited,
  DueRule,
  PackIssue,
  ReachRule,
  RuleSet,
  StepRule,
  Words,
} from '#lib/core/coverage/pack.ts';
import type { SectionName } from '#lib/core/coverage/pack/rule-spec.ts';
import type { Norm } from '#lib/core/norms/norm.ts';

/** An entry of a list of rules: a rule that is new or takes the place of that of its id, or one that is taken out. */
export type ListChange<R> = (R & { before?: string; removed?: undefined }) | Removal;
export interface Removal {
  id: string;
  removed: true;
}

/** What a pack changes of the rules it is built on. Sections change field by field, lists by id. */
export type RuleChanges = {
  [S in Exclude<SectionName, 'service'>]?: Partial<RuleSet[S]>;
} & {
  due?: ListChange<DueRule>[];
  service?: Partial<Omit<RuleSet['service'], 'reach'>> & { reach?: ListChange<ReachRule>[] };
  nextSteps?: ListChange<StepRule>[];
  norms?: ListChange<Norm>[];
};

export interface DistrictChanges {
  divisions: string[];
  name: Words;
  rules: RuleChanges;
}

/** A pack as it is written: complete, or with `extends` what differs from another pack. */
export type PackFile = RuleChanges & {
  format: 'lacuna-rules';
  formatVersion: 1;
  id: string;
  version: string;
  name: Words;
  effective: string;
  extends?: string;
  districts?: DistrictChanges[];
};

/** Any rule that has an id. */
export type AnyRule = { id: string } & Partial<Cited>;

/** Takes down what is wrong. */
export type Note = (
  place: string,
  code: PackIssue['code'],
  found: unknown,
  expected: string | null,
) => void;

/** What a value looks like in an issue: short, never the whole document. */
export function shown(value: unknown): string | null {
  if (value === undefined) return null;
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

/** A list of issues and what adds to it. */
export function notebook(): { issues: PackIssue[]; note: Note } {
  const issues: PackIssue[] = [];
  const note: Note = (place, code, found, expected) => {
    issues.push({ place, code, found: shown(found), expected });
  };
  return { issues, note };
}
