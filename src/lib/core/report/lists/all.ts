import { belts } from '#lib/core/report/lists/belts.ts';
import { blanks } from '#lib/core/report/lists/blanks.ts';
import { denominators } from '#lib/core/report/lists/denominators.ts';
import { exclusions } from '#lib/core/report/lists/exclusions.ts';
import { findings } from '#lib/core/report/lists/findings.ts';
import { gridGroups, gridUnits, jointGroups, jointUnits } from '#lib/core/report/lists/groups.ts';
import type { List, ListId } from '#lib/core/report/lists/list.ts';
import type { AuditInput, ListInput } from '#lib/core/report/lists/list-input.ts';
import { method } from '#lib/core/report/lists/method.ts';
import { norms } from '#lib/core/report/lists/norms.ts';
import { practice } from '#lib/core/report/lists/practice.ts';
import { ranking } from '#lib/core/report/lists/ranking.ts';
import { sources } from '#lib/core/report/lists/sources.ts';
import { zones } from '#lib/core/report/lists/zones.ts';

/** How the lists are made that follow from the audit alone, and so are there as soon as it is. */
export const AUDIT_LISTS: Partial<Record<ListId, (input: AuditInput) => List>> = {
  denominators,
  exclusions,
  ranking,
  practice,
  method,
  sources,
};

/** How each list is made. */
export const LISTS: Partial<Record<ListId, (input: ListInput) => List>> = {
  ...AUDIT_LISTS,
  findings,
  blanks,
  joint_groups: jointGroups,
  joint_units: jointUnits,
  grid_groups: gridGroups,
  grid_units: gridUnits,
  norms,
  belts,
  zones,
};
