import type { ReachShown, ReachStation } from '#lib/map/reach-scene.ts';
import { mulberry32 } from '../../unit/coverage-project.ts';

const [LNG, LAT] = [121.47, 31.23];
const M_PER_DEGREE = 111_195;
const SHRINK = Math.cos((LAT * Math.PI) / 180);

const station = (
  eastM: number,
  northM: number,
  more: Partial<ReachStation> = {},
): ReachStation => ({
  lng: LNG + eastM / (M_PER_DEGREE * SHRINK),
  lat: LAT + northM / M_PER_DEGREE,
  state: 'given',
  fromLng: NaN,
  fromLat: NaN,
  label: '',
  level: 3,
  ...more,
});

/** A scenario's distances beside those of the town as it is. */
export interface ReachTown extends ReachShown {
  secondM: Float64Array;
  afterFirstM: Float64Array;
  afterSecondM: Float64Array;
}

/** Places at random round four stations, and what they have when two of them stand elsewhere (seed 3). */
export function reachTown(places: number): ReachTown {
  const random = mulberry32(3);
  const spanM = 1500;
  const lng = new Float64Array(places);
  const lat = new Float64Array(places);
  for (let i = 0; i < places; i++) {
    lng[i] = LNG + ((2 * random() - 1) * spanM) / (M_PER_DEGREE * SHRINK);
    lat[i] = LAT + ((2 * random() - 1) * spanM) / M_PER_DEGREE;
  }
  const columns = (of: readonly ReachStation[]): [Float64Array, Float64Array] => {
    const first = new Float64Array(places).fill(NaN);
    const second = new Float64Array(places).fill(NaN);
    for (let i = 0; i < places; i++) {
      if (i % 97 === 0) continue;
      [first[i], second[i]] = of
        .map((s) =>
          Math.hypot((s.lng - lng[i]) * SHRINK * M_PER_DEGREE, (s.lat - lat[i]) * M_PER_DEGREE),
        )
        .sort((a, b) => a - b);
    }
    return [first, second];
  };
  const stays = [station(-700, -300, { label: 'south' }), station(700, 420, { level: 2 })];
  const before = [...stays, station(900, -650), station(-600, 600)];
  const [firstM, secondM] = columns(before);
  const [afterFirstM, afterSecondM] = columns([...stays, station(-150, 420), station(250, -500)]);
  return {
    lng,
    lat,
    firstM,
    secondM,
    otherFirstM: null,
    version: 0,
    cutoffM: 500,
    otherCutoffM: 500,
    area: null,
    bands: null,
    stations: before,
    route: null,
    swipe: null,
    afterFirstM,
    afterSecondM,
  };
}
