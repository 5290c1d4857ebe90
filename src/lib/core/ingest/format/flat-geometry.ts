import type { Geometry, Position } from 'geojson';

/** Drops heights and measures of a geometry in place; true where one of them was not 0. */
export function flatten(geometry: Geometry): boolean {
  let high = false;
  const visit = (part: Position | Position[] | Position[][] | Position[][][]): void => {
    if (typeof part[0] !== 'number') for (const inner of part) visit(inner as Position[]);
    else {
      for (let i = 2; i < part.length; i++) if (part[i] !== 0) high = true;
      part.length = 2;
    }
  };
  if (geometry.type === 'GeometryCollection')
    for (const member of geometry.geometries) high = flatten(member) || high;
  else visit(geometry.coordinates);
  return high;
}
