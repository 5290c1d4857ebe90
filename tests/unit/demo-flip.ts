import type { DemoFile } from '#data/demo/generate.ts';

/** Facts of a demo folder, flipped one at a time, in the text of its files. */

export function textOf(files: readonly DemoFile[], name: string): string {
  const file = files.find((f) => f.name === name);
  if (!file) throw new Error(`the demo folder has no ${name}`);
  return file.text;
}

function withText(files: readonly DemoFile[], name: string, text: string): DemoFile[] {
  if (text === textOf(files, name)) throw new Error(`nothing was flipped in ${name}`);
  return files.map((f) => (f.name === name ? { name, text } : f));
}

/** Takes out every link of a unit. */
export function withoutLinks(files: readonly DemoFile[], unit: string): DemoFile[] {
  const lines = textOf(files, 'links.csv').split('\n');
  return withText(
    files,
    'links.csv',
    lines.filter((line) => line.split(',')[1] !== unit).join('\n'),
  );
}

/** Adds one link. */
export function withLink(
  files: readonly DemoFile[],
  organisation: string,
  unit: string,
  mode: string,
): DemoFile[] {
  return withText(
    files,
    'links.csv',
    `${textOf(files, 'links.csv')}${organisation},${unit},${mode}\n`,
  );
}

/** Changes properties of one unit; null takes a property away. */
export function withUnit(
  files: readonly DemoFile[],
  unit: string,
  change: Record<string, string | number | null>,
): DemoFile[] {
  const lines = textOf(files, 'units.geojson').split('\n');
  const at = lines.findIndex((line) => line.includes(`"id":"${unit}"`));
  const comma = lines[at].endsWith(',');
  const feature = JSON.parse(comma ? lines[at].slice(0, -1) : lines[at]);
  for (const [name, value] of Object.entries(change)) {
    if (value === null) delete feature.properties[name];
    else feature.properties[name] = value;
  }
  lines[at] = JSON.stringify(feature) + (comma ? ',' : '');
  return withText(files, 'units.geojson', lines.join('\n'));
}

/** Moves a facility to another place. The names in this file hold no comma. */
export function withFacilityAt(
  files: readonly DemoFile[],
  facility: string,
  lng: number,
  lat: number,
): DemoFile[] {
  const lines = textOf(files, 'facilities.csv').split('\n');
  const at = lines.findIndex((line) => line.startsWith(`${facility},`));
  const cells = lines[at].split(',');
  cells[3] = String(lng);
  cells[4] = String(lat);
  lines[at] = cells.join(',');
  return withText(files, 'facilities.csv', lines.join('\n'));
}

/** Gives an organisation another end of term. */
export function withTermEnd(
  files: readonly DemoFile[],
  organisation: string,
  date: string,
): DemoFile[] {
  const lines = textOf(files, 'organisations.csv').split('\n');
  const at = lines.findIndex((line) => line.startsWith(`${organisation},`));
  lines[at] = lines[at].replace(/,[^,]*$/, `,${date}`);
  return withText(files, 'organisations.csv', lines.join('\n'));
}
