import { groupId } from '#lib/core/report/group-id.ts';
import type { Selection } from '#lib/map/layers/selection.ts';
import type { App } from '#lib/ui/app.svelte.ts';

/** What is said of a weak belt or blank zone under the pointer: its community, its id, how many. */
export function regionWords(
  { type, index }: Selection,
  { lists, desk, t, numbers }: App,
): { name: string; lines: string[] } {
  const assessment = lists.input?.assessment;
  if (!assessment || !desk.project) return { name: '', lines: [] };
  const { belts, zones } = assessment;
  const names = desk.project.divisions.name;
  if (type === 'belt') {
    const units = belts.beltStart[index + 1] - belts.beltStart[index];
    return {
      name: names[belts.community[index]] ?? names[belts.street[index]] ?? '',
      lines: [
        t('inspector.belt', { id: groupId('belt', index) }),
        `${t('list.belts.units')} ${numbers.count(units)}`,
      ],
    };
  }
  const people = `${t('list.people')} ${numbers.count(zones.weight[index])}`;
  return {
    name: names[zones.division[index]] ?? '',
    lines: [
      t('inspector.zone', { id: groupId('zone', index) }),
      ...(zones.basis === 'none' ? [] : [people]),
      numbers.areaM2(zones.areaM2[index]),
    ],
  };
}
