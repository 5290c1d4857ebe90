import { describe, expect, it } from 'vitest';
import { ShapesBuilder } from '#lib/core/geo/shapes.ts';
import { distanceM } from '#lib/core/geo/geodesic.ts';
import { BACKDROP_CLASSES, FACILITY_LEVELS } from '#lib/core/model.ts';
import type { Project } from '#lib/core/model.ts';
import { Ground } from '#lib/core/reach/ground.ts';
import { Reach } from '#lib/core/reach/reach.ts';
import { wayBetween } from '#lib/core/reach/way.ts';
import { packTexts } from '#lib/core/texts.ts';
import { projectOf } from './coverage-project.ts';
import { metres, walkOf } from './walk-lines.ts';
import type { Line } from './walk-lines.ts';

/** Two banks of a river; a bridge far up north joins them, or none does. */
function banks(bridge: boolean): Project {
  const shapes = new ShapesBuilder();
  const river = [metres(100, -2000), metres(200, -2000), metres(200, 2000), metres(100, 2000), metres(100, -2000)]; // prettier-ignore
  shapes.append({ type: 'Polygon', coordinates: [river] });
  const lines: Line[] = [
    { at: [metres(50, -400), metres(50, 800)] },
    { at: [metres(250, -400), metres(250, 800)] },
  ];
  if (bridge) lines.push({ at: [metres(50, 800), metres(250, 800)], bridge: 1 });
  const [lng, lat] = metres(40, 0);
  const [facilityLng, facilityLat] = metres(260, 0);
  const project = projectOf({
    divisions: [{ code: '99', level: 0, parent: -1 }],
    units: [{ lng, lat, division: 0 }],
    facilities: [{ lng: facilityLng, lat: facilityLat, level: 'point' }],
  });
  return {
    ...project,
    walk: walkOf(lines),
    backdrop: {
      ...project.backdrop,
      count: 1,
      shapes: shapes.build(),
      class: Uint8Array.of(BACKDROP_CLASSES.indexOf('water')),
      name: packTexts(['澜江']),
    },
  };
}

describe('the way from a blank to its nearest facility', () => {
  const [start, end] = [metres(40, 0), metres(260, 0)];

  it.each(['edge', 'node'] as const)('is that of the reach on foot, snapped to a %s', (snap) => {
    const ground = new Ground(banks(true));
    const reach = new Reach(ground.project, { method: 'walk', levels: FACILITY_LEVELS, snap }, ground); // prettier-ignore
    const way = wayBetween(ground, start, end, snap);
    expect(way.noWay).toBeNull();
    expect(way.route?.lengthM).toBe(reach.nearest.firstM[0]);
    if (snap === 'edge') expect(Math.abs(way.route!.lengthM - 1820)).toBeLessThan(2);
    expect(way.straightM).toBeCloseTo(distanceM(...start, ...end), 6);
    expect(way.crossed.map(({ name }) => name)).toEqual(['澜江']);
  });

  it('says why there is none', () => {
    const ground = new Ground(banks(false));
    expect(wayBetween(ground, start, end, 'edge')).toMatchObject({ route: null, noWay: 'parts_apart' }); // prettier-ignore
    expect(wayBetween(ground, metres(-900, 0), end, 'edge').noWay).toBe('start_off_network');
    expect(wayBetween(ground, start, metres(900, 0), 'edge').noWay).toBe('end_off_network');
    const without = new Ground({ ...ground.project, walk: walkOf([]) });
    const way = wayBetween(without, start, end, 'edge');
    expect(way.noWay).toBe('no_walk_network');
    expect(way.crossed).toHaveLength(1);
  });
});
