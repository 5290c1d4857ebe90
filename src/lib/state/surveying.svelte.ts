import { walkedM } from '#lib/core/reach/answer.ts';
import type { Extent, ExtentAsk } from '#lib/core/reach/extent.ts';
import type { PlaceWay, WayAsk } from '#lib/core/reach/place-way.ts';
import type { SideAsk } from '#lib/core/reach/side.ts';
import type { Project } from '#lib/core/model.ts';
import { LastAsked } from '#lib/state/last-asked.svelte.ts';
import type { ReachSetting } from '#lib/state/reach-address.ts';
import type { ReachedSide, Reaching } from '#lib/state/reaching.svelte.ts';
import type { Surveyor } from '#lib/state/surveyor.ts';

/** The bands that a walk by minutes is drawn in. */
export const BAND_MINUTES = [5, 10, 15] as const;
const REST_MS = 200;

/** One side that the ground in reach is asked of. */
interface ExtentSide {
  side: SideAsk;
  reached: ReachedSide;
  /** What it is drawn by; null where it is not drawn. */
  setting: ReachSetting | null;
}
/** A, and B where there is one. */
interface ExtentQuestion {
  project: Project;
  sides: ExtentSide[];
}
interface WayQuestion {
  project: Project;
  place: number;
  asks: WayAsk[];
}

/** What `Surveying` needs of the reach screen. */
type Asked = Pick<Reaching, 'reached' | 'setting' | 'pinned' | 'showArea'>;

/** Minutes that a setting is drawn in bands of, null where it goes by metres. */
export const bandMinutes = ({ method, minutes }: ReachSetting): readonly number[] | null =>
  method === 'walk' && minutes !== null ? BAND_MINUTES : null;

/** Looks at every place: for when it is asked, not for every step of a slider. */
function extentAsk(project: Project, { side, reached, setting }: ExtentSide): ExtentAsk {
  const { field, cutoffM } = reached;
  const own = new Uint8Array(project.demand.count + project.units.count);
  for (let i = 0; i < own.length; i++) own[i] = field.firstM[i] <= cutoffM ? 1 : 0;
  const minutes = setting && bandMinutes(setting);
  const bandsM = minutes && minutes.map((minute) => walkedM(minute, setting.pace));
  return { side, reached: own, bandsM };
}

/** The ground in reach and the way from a chosen place, worked out when the reach screen is at rest. */
export class Surveying {
  readonly #reach: Asked;
  readonly #place: () => number | null;
  readonly extents: LastAsked<ExtentQuestion, Extent[]>;
  readonly ways: LastAsked<WayQuestion, (PlaceWay | null)[]>;

  readonly wanted = $derived.by((): ExtentQuestion | null => {
    const { reached, setting, pinned, showArea } = this.#reach;
    if (!reached) return null;
    const { project, question, a, b } = reached;
    const drawn = (own: ReachSetting) => (showArea ? own : null);
    const sides: ExtentSide[] = [{ side: question.a, reached: a, setting: drawn(setting) }];
    if (b && question.b)
      sides.push({ side: question.b, reached: b, setting: drawn(pinned ?? setting) });
    return { project, sides };
  });
  readonly wantedWay = $derived.by((): WayQuestion | null => {
    const { reached } = this.#reach;
    const place = this.#place();
    if (!reached || place === null) return null;
    const { project, question, a, b } = reached;
    const { demand, units } = project;
    const [own, index] = place < demand.count ? [demand, place] : [units, place - demand.count];
    const [lng, lat] = [own.lng[index], own.lat[index]];
    if (Number.isNaN(lng + lat)) return null;
    const ask = (side: SideAsk, { field }: ReachedSide): WayAsk => ({ side, from: [lng, lat], station: field.first[place] }); // prettier-ignore
    const asks = b && question.b ? [ask(question.a, a), ask(question.b, b)] : [ask(question.a, a)];
    return { project, place, asks };
  });
  /** The ground in reach of what is on the screen; null while it is worked out. */
  readonly current = $derived.by(() => this.extents.to(this.wanted));
  readonly currentWays = $derived.by(() => this.ways.to(this.wantedWay));
  /** The last that was worked out of the project on the screen, perhaps of another setting. */
  readonly latest = $derived.by(() => {
    const { last } = this.extents;
    return last && last.question.project === this.wanted?.project ? last.answer : null;
  });
  /** What of it the map draws. */
  readonly drawn = $derived.by(() => {
    const [a, b] = (this.#reach.showArea && this.current) || [];
    const ways = this.currentWays;
    return {
      area: a?.shapes ?? null,
      otherArea: b?.shapes ?? null,
      bands: a?.bands ?? null,
      otherBands: b?.bands ?? null,
      route: (ways && (ways[1] ?? ways[0])?.route?.xy) ?? null,
    };
  });

  /** `place` is what is chosen: demand first, then units; null for none. */
  constructor(surveyor: Surveyor, reach: Asked, place: () => number | null, restMs = REST_MS) {
    this.#reach = reach;
    this.#place = place;
    this.extents = new LastAsked(
      ({ project, sides }) =>
        surveyor.extents(
          project,
          sides.map((side) => extentAsk(project, side)),
        ),
      restMs,
    );
    this.ways = new LastAsked(({ project, asks }) => surveyor.ways(project, asks), restMs / 4);
  }
}
