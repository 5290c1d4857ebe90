/** Text of one CSV record; cells with a comma, a quote or a line break are quoted (RFC 4180). */
export function csvRow(cells: readonly (string | number | null)[]): string {
  return (
    cells
      .map((cell) => {
        if (cell === null || (typeof cell === 'number' && Number.isNaN(cell))) return '';
        const text = String(cell);
        return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
      })
      .join(',') + '\n'
  );
}

export function csv(header: readonly string[], rows: Iterable<(string | number | null)[]>): string {
  let text = csvRow(header);
  for (const row of rows) text += csvRow(row);
  return text;
}

export type Position = [number, number];

/** A GeoJSON geometry of the kinds that the city writes. */
export type Geometry =
  | { type: 'LineString'; coordinates: Position[] }
  | { type: 'Polygon'; coordinates: Position[][] }
  | { type: 'MultiPolygon'; coordinates: Position[][][] }
  | null;

/** A feature collection, one feature a line; properties that are null or NaN are left out. */
export function features(
  list: Iterable<{ properties: Record<string, string | number | null>; geometry: Geometry }>,
): string {
  const lines: string[] = [];
  for (const { properties, geometry } of list) {
    const kept: Record<string, string | number> = {};
    for (const [name, value] of Object.entries(properties)) {
      if (value === null || value === '' || (typeof value === 'number' && Number.isNaN(value)))
        continue;
      kept[name] = value;
    }
    lines.push(JSON.stringify({ type: 'Feature', properties: kept, geometry }));
  }
  return `{"type":"FeatureCollection","features":[\n${lines.join(',\n')}\n]}\n`;
}
