import '#lib/polyfills.ts';
import 'maplibre-gl/dist/maplibre-gl.css';
import './page.css';
import { UNIT_LOOKS } from '#lib/core/coverage/verdict.ts';
import { CityMap } from '#lib/map/city-map.ts';
import { DEFAULT_LAYERS } from '#lib/map/legend.ts';
import type { ReachShown } from '#lib/map/reach-scene.ts';
import type { SceneInput } from '#lib/map/scene.ts';
import { projectOf } from '../../unit/coverage-project.ts';
import { reachTown } from './reach-town.ts';

/** The map of reach alone on a page; `?theme=dark` in the other theme. */
const theme = new URLSearchParams(location.search).get('theme') === 'dark' ? 'dark' : 'light';
const town = reachTown(4000);
const project = projectOf({ units: [{ lng: 121.47, lat: 31.23 }] });
const looks = Uint8Array.of(UNIT_LOOKS.indexOf('exempt'));
const heard: unknown[] = [];

const inputOf = (changes: Partial<ReachShown>): SceneInput => ({
  project,
  looks,
  mask: null,
  hiddenLooks: new Set(),
  divisionRates: null,
  divisionUnknown: null,
  radiiM: [],
  groups: null,
  regions: null,
  reach: { ...town, ...changes },
  selection: null,
  hover: null,
  theme,
  layers: DEFAULT_LAYERS,
});

const city = new CityMap(
  document.getElementById('map')!,
  {
    select: () => undefined,
    hover: () => undefined,
    camera: () => undefined,
    press: (picked, lng, lat) => heard.push({ picked, lng, lat }) > 0,
    mayDrag: () => true,
    station: (station, lng, lat, phase) => {
      heard.push({ station, lng, lat, phase });
      if (phase === 'drag') return;
      const put = { ...town.stations[station], state: 'moved' as const, lng, lat };
      const stations = town.stations.map((own, i) => (i === station ? put : own));
      city.show(inputOf({ stations }), false);
    },
    ready: () => (document.documentElement.dataset.ready = 'drawn'),
  },
  { lng: 121.47, lat: 31.23, zoom: 14 },
);

/** A place that passes, of which nothing else stands within 16 m, nor a station within 60 m; -1 for none. */
function lone(passes: (place: number) => boolean): number {
  const { lng, lat } = town;
  const apart = (i: number, x: number, y: number, metres: number) =>
    Math.hypot((lng[i] - x) * 95_000, (lat[i] - y) * 111_195) > metres;
  for (let i = 0; i < lng.length; i++) {
    if (!passes(i)) continue;
    const free = lng.every((x, k) => k === i || apart(i, x, lat[k], 16));
    if (free && town.stations.every((s) => apart(i, s.lng, s.lat, 60))) return i;
  }
  return -1;
}

/** The colour in the middle of a place, drawn so. */
async function colourOf(place: number, changes: Partial<ReachShown>): Promise<string> {
  const [x, y, half] = [town.lng[place], town.lat[place], 1e-4];
  const box = [x - half, y - half, x + half, y + half] as const;
  const image = new Image();
  image.src = await city.picture(inputOf({ route: null, ...changes }), [...box]);
  await image.decode();
  const canvas = document.createElement('canvas');
  const pen = canvas.getContext('2d')!;
  [canvas.width, canvas.height] = [image.width, image.height];
  pen.drawImage(image, 0, 0);
  const [r, g, b] = pen.getImageData(image.width >> 1, image.height >> 1, 1, 1).data;
  return `#${[r, g, b].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

const OTHER = {
  otherFirstM: town.afterFirstM,
  otherSecondM: town.afterSecondM,
};

/** What the dots look like in each of the ways that places are shown. */
async function colours(): Promise<Record<string, string>> {
  const { firstM, secondM, afterFirstM: after, afterSecondM: after2 } = town;
  const once = lone((i) => firstM[i] < 480 && secondM[i] > 520 && after[i] < 480);
  const twice = lone((i) => secondM[i] < 490);
  const blank = lone((i) => firstM[i] > 520 && firstM[i] < 560 && after[i] > 620);
  const unknown = lone((i) => Number.isNaN(firstM[i]));
  const gained = lone((i) => firstM[i] > 520 && after[i] < 480 && after2[i] > 520);
  const lost = lone((i) => firstM[i] < 480 && secondM[i] > 520 && after[i] > 520);
  return {
    once: await colourOf(once, {}),
    twice: await colourOf(twice, {}),
    'twice, not asked': await colourOf(twice, { secondM: null }),
    blank: await colourOf(blank, {}),
    'blank, farther': await colourOf(blank, { cutoffM: 600 }),
    unknown: await colourOf(unknown, {}),
    gained: await colourOf(gained, OTHER),
    lost: await colourOf(lost, OTHER),
    same: await colourOf(once, OTHER),
    'gained, on the left': await colourOf(gained, { ...OTHER, swipe: 0.6 }),
    'gained, on the right': await colourOf(gained, { ...OTHER, swipe: 0.4 }),
    'lost, on the left': await colourOf(lost, { ...OTHER, swipe: 0.6 }),
    'lost, on the right': await colourOf(lost, { ...OTHER, swipe: 0.4 }),
  };
}

Object.assign(window, { town, heard, colours, camera: () => city.camera() });
city.show(inputOf({}), false);
