import type { City, Division } from './divisions.ts';
import type { Chance } from './random.ts';
import type { Point } from './warp.ts';

/** Where the story of the city takes place. */
export interface Story {
  /** Centres of shops and offices, the core first. */
  centres: Point[];
  /** District whose outer part is being built and has hardly a station. */
  frontier: Division;
  /** Middle of the pocket across the river that no bridge serves. */
  pocket: Point;
  pocketM: number;
  /** District that caught up in the third quarter. */
  campaign: Division;
}

const apart = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);

/** Decides what each block is used for, how many live there, and where the city is weak. */
export function useLand(city: City, chance: Chance): Story {
  const { plan, levels, core } = city;
  const { warp } = plan;
  const districts = levels[1];
  const centres = [core];
  for (const district of districts) {
    const p = {
      x: 0.65 * district.centre.x + 0.35 * core.x,
      y: 0.65 * district.centre.y + 0.35 * core.y,
    };
    if (apart(p, core) > 0.12 * warp.radiusM) centres.push(p);
  }
  const byDistance = [...districts].sort((a, b) => apart(b.centre, core) - apart(a.centre, core));
  const frontier = byDistance[0];
  const campaign = byDistance[Math.floor(byDistance.length / 2)];
  const pocketU = warp.islandU > 0 ? -0.42 : 0.42;
  const pocket = warp.metres(pocketU, -0.1, -1);
  const story: Story = { centres, frontier, campaign, pocket, pocketM: 0.17 * warp.radiusM };
  const dice = chance.fork('land');
  for (const street of levels[2]) {
    const tone = Math.pow(dice.next(), 1.7) * 0.2;
    for (const community of street.children) plantCommunity(city, story, community, tone, dice);
  }
  return story;
}

function plantCommunity(
  city: City,
  story: Story,
  community: Division,
  tone: number,
  dice: Chance,
): void {
  const { core, plan } = city;
  const radius = plan.warp.radiusM;
  const far = apart(community.centre, core) / radius;
  const district = community.parent!.parent!;
  const belt = Math.exp(-Math.pow((far - 0.62) / 0.08, 2));
  const inPocket = apart(community.centre, story.pocket) < story.pocketM;
  const frontier = district === story.frontier && far > (city.levels[1].length > 1 ? 0.6 : 0.72);
  community.weakness = Math.min(
    1,
    tone + dice.range(-0.03, 0.06) + 0.14 * belt + (inPocket ? 0.5 : 0) + (frontier ? 0.42 : 0),
  );
  community.weakness = Math.max(0, community.weakness);
  community.bare =
    inPocket ||
    (frontier ? dice.hit(0.85) : dice.hit(0.33 + 0.45 * belt * dice.next() + 0.9 * tone));
  const industrial = far > 0.4 && dice.hit(0.09);
  const wild = far > 0.75 && dice.hit(0.08);
  for (const grid of community.children) {
    grid.weakness = community.weakness;
    const shop = Math.min(
      ...story.centres.map((c, i) => apart(grid.centre, c) / (i === 0 ? 1.5 : 1)),
    );
    const g = dice.next();
    if (wild) grid.use = 'green';
    else if (industrial && g < 0.8) grid.use = 'industry';
    else if (g < 0.85 * Math.exp(-Math.pow(shop / (0.085 * radius), 2))) grid.use = 'office';
    else if (g > 0.955) grid.use = 'green';
    else grid.use = far > 0.85 ? 'village' : 'residential';
    const base = { office: 110, residential: 300, industry: 60, village: 170, green: 12 }[grid.use];
    grid.households = Math.round(base * dice.range(0.7, 1.35) * (frontier ? 1.25 : 1));
    grid.residents = Math.round(grid.households * dice.range(2.3, 2.9));
    community.households += grid.households;
    community.residents += grid.residents;
  }
}
