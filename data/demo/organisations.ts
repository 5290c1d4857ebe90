import type { LinkMode, OrganisationType, UnitKind } from '#lib/core/model.ts';
import type { City, Division } from './divisions.ts';
import type { Story } from './land.ts';
import type { Chance } from './random.ts';
import { NEVER, type Unit } from './units.ts';
import { degrees } from './warp.ts';

export interface Organisation {
  id: string;
  name: string;
  type: OrganisationType;
  parent: string;
  members: number;
  division: Division;
  lng: number;
  lat: number;
  termEnd: string;
  since: number;
  until: number;
  /** Stands on its own (committees of divisions), or only while it covers a unit. */
  lasting: boolean;
}

export interface Link {
  organisation: Organisation;
  unit: Unit;
  mode: LinkMode;
  since: number;
}

/** Share of units of a kind that have an organisation where nothing is weak. */
const BASE: Record<UnitKind, number> = {
  grid: 0.985,
  building: 0.94,
  park: 0.98,
  business_district: 0.97,
  market: 0.92,
  internet: 0.87,
  resident_unit: 0.99,
  property: 0.93,
};

/** Share of those that share a joint branch with their neighbours. */
const JOINT: Record<UnitKind, number> = {
  grid: 0.3,
  building: 0.32,
  park: 0.04,
  business_district: 0.05,
  market: 0.2,
  internet: 0.6,
  resident_unit: 0.1,
  property: 0.45,
};

/** Plants the organisations and which unit each covers, with the quarter in which it was founded. */
export function plantOrganisations(
  city: City,
  story: Story,
  units: Unit[],
  chance: Chance,
): { organisations: Organisation[]; links: Link[] } {
  const dice = chance.fork('organisations');
  const organisations: Organisation[] = [];
  const links: Link[] = [];
  const found = (
    name: string,
    type: OrganisationType,
    parent: Organisation | null,
    division: Division,
    members: number,
    at: [number, number],
    since = 1,
    lasting = false,
  ): Organisation => {
    const organisation: Organisation = {
      id: `O${String(organisations.length + 1).padStart(6, '0')}`,
      name,
      type,
      parent: parent?.id ?? '',
      members,
      division,
      lng: at[0],
      lat: at[1],
      termEnd: `${dice.whole(2027, 2030)}-${String(dice.whole(1, 12)).padStart(2, '0')}-${String(dice.whole(1, 28)).padStart(2, '0')}`,
      since,
      until: NEVER,
      lasting,
    };
    organisations.push(organisation);
    return organisation;
  };

  const seats = new Map<Division, Organisation>();
  for (const level of city.levels.slice(0, 4)) {
    for (const d of level) {
      const parent = d.parent ? seats.get(d.parent)! : null;
      const community = d.level === 'community';
      const name = `${d.name}${community ? '党总支' : d.level === 'street' ? '党工委' : '党委'}`;
      const type = community ? 'general_branch' : 'committee';
      const members = Math.round(d.households * 0.06) || dice.whole(20, 60);
      seats.set(d, found(name, type, parent, d, members, degrees(d.centre.x, d.centre.y), 1, true));
    }
  }
  const join = (organisation: Organisation, unit: Unit, mode: LinkMode, since: number): void => {
    links.push({ organisation, unit, mode, since: Math.max(since, unit.opened) });
  };
  const start = (unit: Unit): number => {
    const district = unit.grid.parent!.parent!.parent!;
    if (district === story.campaign && dice.hit(0.16)) return 3;
    return dice.hit(0.91) ? 1 : dice.whole(2, 4);
  };
  const branch = (unit: Unit): OrganisationType =>
    unit.kind === 'park' || unit.kind === 'business_district'
      ? 'committee'
      : unit.members > 50
        ? 'general_branch'
        : dice.hit(0.06)
          ? 'functional'
          : 'branch';

  const waiting = new Map<string, Unit[]>();
  for (const unit of units) {
    const community = unit.grid.parent!;
    const seat = seats.get(community)!;
    const weak = unit.grid.weakness;
    if (unit.closed === 1) continue;
    if (dice.hit(Math.max(0.08, BASE[unit.kind] - 0.72 * weak)) && !(unit.shell && dice.hit(0.9))) {
      if (dice.hit(JOINT[unit.kind])) {
        const key = `${unit.kind === 'grid' ? community.code : community.parent!.code} ${unit.kind}`;
        waiting.set(key, [...(waiting.get(key) ?? []), unit]);
        continue;
      }
      const since = start(unit);
      const type = branch(unit);
      const ending = { committee: '党委', general_branch: '党总支', functional: '功能型党支部' }[
        type as string
      ];
      const members = Math.max(3, unit.members || 3);
      const own = found(
        `${unit.name}${ending ?? '党支部'}`,
        type,
        seat,
        unit.grid,
        members,
        [unit.lng, unit.lat],
        since,
      );
      join(own, unit, 'standalone', since);
    } else if (dice.hit(0.27 * (1 - weak))) {
      join(seat, unit, 'affiliated', start(unit));
    } else if (dice.hit(0.22 * (1 - 0.6 * weak))) {
      join(seats.get(community.parent!)!, unit, 'dispatched', start(unit));
    }
  }
  for (const list of waiting.values()) {
    for (let i = 0; i < list.length;) {
      let size = Math.min(dice.whole(2, 5), list.length - i);
      if (list.length - i - size === 1) size = size < 5 ? size + 1 : size - 1;
      const group = list.slice(i, i + size);
      i += size;
      const first = group[0];
      const community = first.grid.parent!;
      const since = start(first);
      const members = Math.max(
        3,
        group.reduce((sum, u) => sum + (u.members || 0), 0),
      );
      const mode: LinkMode = group.length > 1 ? 'joint' : 'standalone';
      const name = mode === 'joint' ? jointName(first, group.length, i) : `${first.name}党支部`;
      const type: OrganisationType = mode === 'joint' ? 'joint_branch' : 'branch';
      const at: [number, number] = [first.lng, first.lat];
      const own = found(name, type, seats.get(community)!, first.grid, members, at, since);
      for (const unit of group) join(own, unit, mode, since);
    }
  }
  plantTerms(organisations, dice);
  return { organisations, links };
}

function jointName(first: Unit, count: number, taken: number): string {
  if (first.kind === 'grid') return `${first.grid.parent!.name}第${Math.ceil(taken / 5)}联合党支部`;
  return `${first.name}等${count}家联合党支部`;
}

/** Lets a few terms run out: some long ago, some within the grace period, some during the year. */
function plantTerms(organisations: Organisation[], dice: Chance): void {
  const day = (): string => String(dice.whole(1, 28)).padStart(2, '0');
  for (const organisation of organisations) {
    if (organisation.lasting) continue;
    const lot = dice.next();
    if (lot < 0.012) organisation.termEnd = `2025-0${dice.whole(2, 8)}-${day()}`;
    else if (lot < 0.018) organisation.termEnd = `2026-0${dice.whole(1, 5)}-${day()}`;
    else if (lot < 0.03)
      organisation.termEnd = `2026-${String(dice.whole(8, 12)).padStart(2, '0')}-${day()}`;
    else if (lot < 0.035) organisation.termEnd = '';
  }
}

/** Plants the counts of instructors, liaisons and leagues, and the cells that nobody filled in. */
export function plantWork(units: Unit[], links: readonly Link[], chance: Chance): void {
  const dice = chance.fork('work');
  const organised = new Set(
    links.filter((l) => l.mode === 'standalone' || l.mode === 'joint').map((l) => l.unit),
  );
  for (const unit of units) {
    const calm = 1 - 0.75 * unit.grid.weakness;
    const share = organised.has(unit) ? 0.45 : 0.5;
    unit.work = [
      dice.hit(share * 0.7 * calm) ? dice.whole(1, 2) : 0,
      dice.hit(share * 0.55 * calm) ? dice.whole(1, 3) : 0,
      unit.kind !== 'grid' && dice.hit(share * 0.3 * calm) ? 1 : 0,
    ];
    if (dice.hit(0.08)) unit.workSince = dice.whole(2, 4);
    if (dice.hit(0.022)) unit.work[0] = null;
    else if (dice.hit(0.006)) unit.work = [null, null, null];
    const loose = unit.kind !== 'grid' && unit.shape === null;
    if (loose && dice.hit(0.02)) {
      unit.lng = NaN;
      unit.lat = NaN;
      unit.coded = true;
    }
  }
}
