import type { Map as MapLibre, MapMouseEvent, MapTouchEvent } from 'maplibre-gl';

/** Whether a station is on its way or has been put down. */
export type DragPhase = 'drag' | 'drop';

/** A pointer that moves less, in CSS pixels, clicks. */
const STILL_PX = 3;

/** What has stations that can be dragged. */
export interface Draggable {
  /** The station under a pixel of the map, -1 for none. */
  stationAt(x: number, y: number): number;
  drag(station: number, lng: number, lat: number, phase: DragPhase): void;
}

/**
 * Lets stations be dragged while the map stays where it is: once a frame at most is told where, and
 * where it is put down. Escape puts it back.
 */
export function dragStations(map: MapLibre, stations: Draggable): void {
  const begin = (event: MapMouseEvent | MapTouchEvent): void => {
    const { point: from, lngLat: origin, originalEvent } = event;
    if (originalEvent instanceof MouseEvent && originalEvent.button !== 0) return;
    if ('points' in event && event.points.length !== 1) return;
    const station = stations.stationAt(from.x, from.y);
    if (station < 0) return;
    event.preventDefault();
    const { left, top } = map.getCanvas().getBoundingClientRect();
    let [where, moved, frame] = [origin, false, 0];
    const say = (phase: DragPhase) => stations.drag(station, where.lng, where.lat, phase);
    const move = (pointer: PointerEvent) => {
      const [x, y] = [pointer.clientX - left, pointer.clientY - top];
      moved ||= Math.hypot(x - from.x, y - from.y) >= STILL_PX;
      if (!moved) return;
      where = map.unproject([x, y]);
      frame ||= requestAnimationFrame(() => {
        frame = 0;
        say('drag');
      });
    };
    const end = () => {
      cancelAnimationFrame(frame);
      removeEventListener('pointermove', move);
      removeEventListener('pointerup', end);
      removeEventListener('pointercancel', back);
      removeEventListener('keydown', escape);
      if (moved) say('drop');
    };
    const back = () => {
      where = origin;
      end();
    };
    const escape = (key: KeyboardEvent) => {
      if (key.key === 'Escape') back();
    };
    addEventListener('pointermove', move);
    addEventListener('pointerup', end);
    addEventListener('pointercancel', back);
    addEventListener('keydown', escape);
  };
  map.on('mousedown', begin);
  map.on('touchstart', begin);
}

const NORTHWARDS: Readonly<Record<string, number>> = { ArrowUp: 1, ArrowDown: -1 };
const EASTWARDS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowLeft: -1 };
const M_PER_DEGREE = 111_195;

/** A place moved by an arrow key, `stepM` metres; null for any other key. */
export function nudged(
  [lng, lat]: readonly [number, number],
  key: string,
  stepM: number,
): [number, number] | null {
  const [east, north] = [EASTWARDS[key] ?? 0, NORTHWARDS[key] ?? 0];
  if (east === 0 && north === 0) return null;
  const degrees = stepM / M_PER_DEGREE;
  return [lng + (east * degrees) / Math.cos((lat * Math.PI) / 180), lat + north * degrees];
}
