import { MapLibreOverlay } from '@deck.gl/maplibre';
import { Map as MapLibre, setWorkerUrl } from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import type { PickingInfo } from '@deck.gl/core';
import { boxOf, Dress } from '#lib/map/dress.ts';
import { projectBbox } from '#lib/map/extent.ts';
import { fontFaces } from '#lib/map/fonts.ts';
import { rehearsalLayers } from '#lib/map/layers/rehearsal.ts';
import type { Selection } from '#lib/map/layers/selection.ts';
import { PALETTES } from '#lib/map/palette.ts';
import type { Bbox } from '#lib/map/polygons.ts';
import { SCALES } from '#lib/map/scale.ts';
import type { HeldStation, ReachPick } from '#lib/map/reach-scene.ts';
import { Scene, type SceneInput } from '#lib/map/scene.ts';
import { dragStations, type DragPhase } from '#lib/map/station-drag.ts';
import { inTurns } from '#lib/map/steps.ts';
import { labelRanges, styleOf } from '#lib/map/style.ts';

/** Where the map looks, in degrees and MapLibre's zoom. */
export interface Camera {
  lng: number;
  lat: number;
  zoom: number;
}

export interface CityMapEvents {
  select(selection: Selection | null): void;
  hover(selection: Selection | null, x: number, y: number): void;
  camera(camera: Camera): void;
  /** A click on the reach shown; true where it means no selection. */
  press?(picked: ReachPick | null, lng: number, lat: number): boolean;
  /** The pointer is on a place or a station of the reach shown, or on none any more. */
  point?(picked: ReachPick | null, x: number, y: number): void;
  /** Whether the pointer may take hold of a station; absent where it may of none. */
  mayDrag?(station: number): boolean;
  station?(station: number, lng: number, lat: number, phase: DragPhase): void;
  /** The first frame that shows the project has been drawn. */
  ready(): void;
}

/** Duration of camera moves. */
const CAMERA_MS = 600;
/** Time taken at once for a picture of many units, so that the page answers in between. */
const TURN_MS = 8;
/** Symbols and densities follow the zoom in steps of this size. */
const ZOOM_STEP = 0.125;
/** A station is taken hold of from this far off. */
const GRIP_PX = 5;
/** A picture waits this long at most for the map to come to rest. */
const REST_MS = 6000;
/** The graphics context is given this long to come back before the map is built anew. */
const CONTEXT_MS = 400;

setWorkerUrl(new URL(workerUrl, document.baseURI).href);

const still = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches;

/** The map itself: MapLibre for ground and names, deck.gl for ink and marks, one camera. */
export class CityMap {
  private map: MapLibre;
  private overlay: MapLibreOverlay;
  private dress: Dress;
  private scene = new Scene();
  private input: SceneInput | null = null;
  private loaded = false;
  private told = false;
  private frame = 0;
  private behind = 0;
  private rebuild = 0;
  private drawnAt = '';
  /** Ends the drawing that goes on in turns; null while none does. */
  private stopDrawing: (() => void) | null = null;
  /** True where the picture has to be drawn again after the one that is being drawn. */
  private again = false;
  /** While a picture is taken the camera moves for nobody's eyes. */
  private posing = false;
  /** The station that the pointer drags. */
  private held: HeldStation | null = null;
  private title = '';
  private readonly container: HTMLElement;
  private readonly events: CityMapEvents;

  constructor(container: HTMLElement, events: CityMapEvents, camera: Camera | null) {
    this.container = container;
    this.events = events;
    [this.map, this.overlay] = this.build(camera);
    this.dress = new Dress(this.map);
  }

  private build(camera: Camera | null): [MapLibre, MapLibreOverlay] {
    const theme = this.input?.theme ?? 'light';
    const map = new MapLibre({
      container: this.container,
      style: styleOf(
        PALETTES[theme],
        fontFaces(document.baseURI),
        labelRanges(new Float64Array(5).fill(NaN)),
      ),
      center: camera ? [camera.lng, camera.lat] : [0, 0],
      zoom: camera?.zoom ?? 1,
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      maxPitch: 0,
      maxZoom: 19.5,
      renderWorldCopies: false,
      fadeDuration: still() ? 0 : 200,
      canvasContextAttributes: { antialias: false },
    });
    map.touchZoomRotate.disableRotation();
    map.keyboard.disableRotation();
    const overlay = new MapLibreOverlay({
      interleaved: true,
      layers: [],
      pickingRadius: 3,
      onHover: (info) => {
        if (this.input?.reach) this.events.point?.(this.reachedBy(info), info.x, info.y);
        this.events.hover(this.pickedBy(info), info.x, info.y);
      },
      onClick: (info) => this.click(info),
      onAfterRender: () => this.tellReady(),
      getCursor: ({ isDragging, isHovering }) =>
        isDragging ? 'grabbing' : isHovering ? 'pointer' : 'grab',
    });
    map.on('load', () => {
      this.loaded = true;
      map.addControl(overlay);
      if (!this.input) overlay.setProps({ layers: rehearsalLayers(SCALES[theme]) });
      this.schedule();
    });
    dragStations(map, this);
    map.on('move', () => this.follow());
    map.on('moveend', () => {
      if (this.posing) return;
      this.drawnAt = '';
      this.schedule();
      if (!this.input) return;
      this.dress.nameUnits(this.scene.planFor(this.input.project));
      this.events.camera(this.camera());
    });
    map.on('webglcontextlost', () => {
      clearTimeout(this.rebuild);
      this.rebuild = window.setTimeout(() => this.recover(), CONTEXT_MS);
    });
    return [map, overlay];
  }

  /** Builds the map anew after a lost graphics context: same camera, same picture. */
  private recover(): void {
    const camera = this.camera();
    this.loaded = false;
    this.drawnAt = '';
    try {
      this.map.remove();
    } catch {
      // A context that is gone cannot be cleaned up; the canvas goes with the container's children.
    }
    this.container.replaceChildren();
    this.stop();
    this.scene = new Scene();
    [this.map, this.overlay] = this.build(camera);
    this.dress = new Dress(this.map);
    this.entitle(this.title);
  }

  private pickedBy({ layer, index }: PickingInfo): Selection | null {
    return layer ? this.scene.picked(layer.id, index) : null;
  }

  private reachedBy({ layer, index }: PickingInfo): ReachPick | null {
    return layer ? this.scene.pickedReach(layer.id, index) : null;
  }

  private click(info: PickingInfo): void {
    const { lng, lat } = this.map.unproject([info.x, info.y]);
    if (this.input?.reach && this.events.press?.(this.reachedBy(info), lng, lat)) return;
    this.events.select(this.pickedBy(info));
  }

  /** A station is dragged, or put down: it follows at once, whoever is told. */
  drag(station: number, lng: number, lat: number, phase: DragPhase): void {
    this.held = phase === 'drag' ? { station, lng, lat } : null;
    this.events.station?.(station, lng, lat, phase);
    this.schedule();
  }

  /** The station that the pointer would take hold of, -1 for none. */
  stationAt(x: number, y: number): number {
    if (!this.input?.reach) return -1;
    const found = this.overlay.pickObject({ x, y, radius: GRIP_PX, layerIds: ['reach-stations'] });
    const station = (found && this.reachedBy(found)?.index) ?? -1;
    return this.events.mayDrag?.(station) ? station : -1;
  }

  private tellReady(): void {
    if (this.told || !this.dress.project || !this.drawnAt) return;
    this.told = true;
    this.events.ready();
  }

  camera(): Camera {
    const { lng, lat } = this.map.getCenter();
    return { lng, lat, zoom: this.map.getZoom() };
  }

  /** Metres of ground under one CSS pixel at the centre. */
  metresPerPx(): number {
    const { lat, zoom } = this.camera();
    return (40_075_016.7 * Math.cos((lat * Math.PI) / 180)) / (512 * 2 ** zoom);
  }

  /** Moves the camera unless it is already there. */
  look(camera: Camera, jump = false): void {
    const now = this.camera();
    const there =
      Math.abs(now.lng - camera.lng) < 1e-7 &&
      Math.abs(now.lat - camera.lat) < 1e-7 &&
      Math.abs(now.zoom - camera.zoom) < 1e-4;
    if (there) return;
    const to = { center: [camera.lng, camera.lat] as [number, number], zoom: camera.zoom };
    if (jump || still()) this.map.jumpTo(to);
    else this.map.easeTo({ ...to, duration: CAMERA_MS });
  }

  /** Shows a box of degrees with a margin. */
  fit([west, south, east, north]: Bbox, jump = false): void {
    const options = { padding: 36, maxZoom: 17.5, duration: jump || still() ? 0 : CAMERA_MS };
    this.map.fitBounds([west, south, east, north], { ...options, linear: true });
  }

  /** The map's name for assistive technology. */
  entitle(title: string): void {
    this.title = title;
    this.map.getCanvas().setAttribute('aria-label', title);
  }

  /** Shows this from the next frame on. `fitNew` looks at the whole of a project not seen before. */
  show(input: SceneInput, fitNew: boolean): void {
    const { input: before } = this;
    const fresh = input.project !== before?.project;
    const brushed = !fresh && input.mask !== before?.mask;
    this.input = input;
    if (fresh) {
      this.told = false;
      const bbox = fitNew ? projectBbox(input.project) : null;
      if (bbox) this.fit(bbox, true);
    }
    this.drawnAt = '';
    this.stop();
    if (brushed) this.scheduleBehind();
    else this.schedule();
  }

  /**
   * A picture of another scene, a box of degrees in view, as a PNG address; afterwards the map
   * shows and looks where it did. One picture at a time.
   */
  async picture(input: SceneInput, bbox: Bbox): Promise<string> {
    const [before, camera] = [this.input, this.camera()];
    this.posing = true;
    try {
      this.input = input;
      this.fit(bbox, true);
      this.draw();
      await this.atRest();
      return await new Promise<string>((resolve) => {
        // The picture is there only as long as the frame that drew it.
        this.map.once('render', () => resolve(this.map.getCanvas().toDataURL('image/png')));
        this.map.triggerRepaint();
      });
    } finally {
      this.input = before;
      this.map.jumpTo({ center: [camera.lng, camera.lat], zoom: camera.zoom });
      this.posing = false;
      this.schedule();
    }
  }

  /** Settles when tiles and names are in place, at the latest after some seconds. */
  private atRest(): Promise<void> {
    return new Promise((resolve) => {
      const late = setTimeout(resolve, REST_MS);
      this.map.once('idle', () => {
        clearTimeout(late);
        resolve();
      });
      this.map.triggerRepaint();
    });
  }

  remove(): void {
    this.unschedule();
    this.stop();
    clearTimeout(this.rebuild);
    this.map.remove();
  }

  private follow(): void {
    if (!this.posing && this.cameraKey() !== this.drawnAt) this.schedule();
  }

  private cameraKey(): string {
    return String(Math.round(this.map.getZoom() / ZOOM_STEP));
  }

  private stop(): void {
    this.stopDrawing?.();
    this.stopDrawing = null;
  }

  private schedule(): void {
    // What is being drawn is drawn to its end: a camera that moves on would never let it.
    if (!this.loaded || !this.input) return;
    this.again = this.stopDrawing !== null;
    if (this.again) return;
    this.unschedule();
    this.frame = requestAnimationFrame(() => this.draw());
  }

  /**
   * Draws once what the page shows otherwise is on the screen: a city is drawn in a fraction of a
   * second where there is no graphics card, and the counts of a filter do not wait for it. Of
   * several filters in a row the last is drawn; whatever else is to be drawn meanwhile is at once.
   */
  private scheduleBehind(): void {
    this.unschedule();
    if (!this.loaded) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = requestAnimationFrame(() => {
        this.behind = window.setTimeout(() => this.draw());
      });
    });
  }

  private unschedule(): void {
    cancelAnimationFrame(this.frame);
    clearTimeout(this.behind);
  }

  private draw(): void {
    const { input } = this;
    if (!input || !this.loaded) return;
    const key = this.cameraKey();
    const zoom = Number(key) * ZOOM_STEP;
    const [w, s, e, n] = boxOf(this.map.getBounds());
    const [dx, dy] = [(e - w) / 2, (n - s) / 2];
    const view: Bbox = [w - dx, s - dy, e + dx, n + dy];
    this.stop();
    let done = false;
    const stop = inTurns(
      this.scene.layers(input, { zoom, view, held: this.held }),
      TURN_MS,
      (layers) => {
        done = true;
        this.stopDrawing = null;
        this.drawnAt = key;
        // The slots are made while the style is at rest; setting data below unsettles it.
        this.overlay.setProps({ layers });
        this.dress.wear(input, this.scene.planFor(input.project));
        if (this.again) this.schedule();
        else this.follow();
      },
    );
    if (!done) this.stopDrawing = stop;
  }
}
