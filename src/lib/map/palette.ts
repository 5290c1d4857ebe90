import type { BackdropClass } from '#lib/core/model.ts';
import type { UnitLook } from '#lib/core/coverage/verdict.ts';

export type Theme = 'light' | 'dark';
export type Hex = `#${string}`;
export type Rgba = [number, number, number, number];

/** One printed page: the ramp of cinnabar ink, the second hue for service reach, and the quiet rest. */
export interface Palette {
  theme: Theme;
  /** What the page is laid on: outside every division. */
  ground: Hex;
  /** Unprinted paper: what a blank shows. */
  paper: Hex;
  /** The crisp line round a blank. */
  outline: Hex;
  /** Fill by look; `unknown` is the bed that its hatch lies on. */
  look: Record<UnitLook, Hex>;
  /** The ring round a partial tint. */
  ring: Hex;
  /** The hatch lines and outline of unknown. */
  hatch: Hex;
  /** The thin border that parts a symbol from printed ink beneath it. */
  casing: Hex;
  /** Boundaries between printed cells. */
  seam: Hex;
  /** Outlines of divisions. */
  border: Hex;
  facility: Hex;
  reach: Hex;
  /** Ring round what is selected. */
  selection: Hex;
  backdrop: Record<BackdropClass, Hex>;
  text: Hex;
  textMuted: Hex;
  halo: Hex;
}

const LIGHT: Palette = {
  theme: 'light',
  ground: '#ebe5d9',
  paper: '#fffdf8',
  outline: '#1c1613',
  look: {
    standalone: '#b23a22',
    joint: '#cc6247',
    partial: '#f0c3b0',
    blank: '#fffdf8',
    unknown: '#d3cec6',
    exempt: '#c4bdb1',
  },
  ring: '#b23a22',
  hatch: '#68635c',
  casing: '#fffdf8',
  seam: '#f4efe6',
  border: '#4a3f38',
  facility: '#33348e',
  reach: '#33348e',
  selection: '#1c1613',
  backdrop: { water: '#c5d0d6', green: '#d5d9c8', road: '#fbf8f1', rail: '#a9a096' },
  text: '#241d19',
  textMuted: '#5c534c',
  halo: '#fffdf8',
};

const DARK: Palette = {
  theme: 'dark',
  ground: '#171310',
  paper: '#fffaf0',
  outline: '#0d0a08',
  look: {
    standalone: '#b93524',
    joint: '#d86a4d',
    partial: '#efb7a0',
    blank: '#fffaf0',
    unknown: '#4a453f',
    exempt: '#6a635a',
  },
  ring: '#b93524',
  hatch: '#a59d92',
  casing: '#0d0a08',
  seam: '#241b17',
  border: '#d8cdbf',
  facility: '#8f97f2',
  reach: '#8f97f2',
  selection: '#fffaf0',
  backdrop: { water: '#1f2a31', green: '#212519', road: '#332b26', rail: '#4b423b' },
  text: '#f3ece1',
  textMuted: '#b9aea2',
  halo: '#171310',
};

export const PALETTES: Record<Theme, Palette> = { light: LIGHT, dark: DARK };

/** `#rrggbb` as four bytes; `alpha` is 0..255. */
export function rgba(hex: Hex, alpha = 255): Rgba {
  const value = parseInt(hex.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255, alpha];
}

/** Relative luminance, 0..1 (WCAG 2.2, section "relative luminance"). */
export function luminance(hex: Hex): number {
  const [r, g, b] = rgba(hex)
    .slice(0, 3)
    .map((byte) => {
      const v = byte / 255;
      return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
    });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** Contrast ratio of two colours, 1..21 (WCAG 2.2, section "contrast ratio"). */
export function contrast(a: Hex, b: Hex): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

/** The tokens of a theme as CSS custom properties, name to value, for the rest of the screen. */
export function cssTokens(theme: Theme): Record<`--${string}`, string> {
  const p = PALETTES[theme];
  const tokens: Record<`--${string}`, string> = {
    '--ground': p.ground,
    '--paper': p.paper,
    '--outline': p.outline,
    '--ring': p.ring,
    '--hatch': p.hatch,
    '--border': p.border,
    '--facility': p.facility,
    '--reach': p.reach,
    '--selection': p.selection,
    '--text': p.text,
    '--text-muted': p.textMuted,
    '--halo': p.halo,
  };
  for (const [look, hex] of Object.entries(p.look)) tokens[`--look-${look}`] = hex;
  for (const [cls, hex] of Object.entries(p.backdrop)) tokens[`--backdrop-${cls}`] = hex;
  return tokens;
}
