import type { SymbolShape } from '#lib/map/scale.ts';

const ring = (points: [number, number][]): string =>
  `M${points.map(([x, y]) => `${x.toFixed(2)} ${y.toFixed(2)}`).join('L')}Z`;

const regular = (sides: number, radius: number, turn = 0): string =>
  ring(
    Array.from({ length: sides }, (_, i): [number, number] => {
      const angle = (2 * Math.PI * i) / sides + turn;
      return [radius * Math.sin(angle), -radius * Math.cos(angle)];
    }),
  );

/**
 * A symbol's outline as the data of an SVG path about the origin, for lists and legends; the same
 * proportions as on the map, where a shader draws it. `r` is in the units of the drawing.
 */
export function symbolPath(shape: SymbolShape, r: number): string {
  const arm = 0.42 * r;
  switch (shape) {
    case 'circle':
      return `M${r} 0A${r} ${r} 0 1 1 ${-r} 0A${r} ${r} 0 1 1 ${r} 0Z`;
    case 'square':
      return regular(4, 0.88 * r * Math.SQRT2, Math.PI / 4);
    case 'diamond':
      return regular(4, 0.86 * r * Math.SQRT2);
    case 'triangle':
      return regular(3, 1.32 * r);
    case 'pentagon':
      return regular(5, 1.11 * r);
    case 'hexagon':
      return regular(6, 1.08 * r, Math.PI / 6);
    case 'plus':
      return ring([
        [-arm, -r],
        [arm, -r],
        [arm, -arm],
        [r, -arm],
        [r, arm],
        [arm, arm],
        [arm, r],
        [-arm, r],
        [-arm, arm],
        [-r, arm],
        [-r, -arm],
        [-arm, -arm],
      ]);
    case 'star':
      return ring(
        Array.from({ length: 10 }, (_, i): [number, number] => {
          const radius = (i % 2 === 0 ? 1.15 : 0.5) * r;
          const angle = (Math.PI * i) / 5;
          return [radius * Math.sin(angle), -radius * Math.cos(angle)];
        }),
      );
  }
}
