import { kmlGen } from '@tmcw/togeojson';
import type { Document, Element } from '@xmldom/xmldom';
import type { Geometry } from 'geojson';
import { FormatFault } from '#lib/core/ingest/format/fault.ts';
import { flatten } from '#lib/core/ingest/format/flat-geometry.ts';
import { readDescription } from '#lib/core/ingest/format/kml-description.ts';
import { parseXml, xmlText } from '#lib/core/ingest/format/kml-xml.ts';
import type { IssueLog } from '#lib/core/ingest/issue-log.ts';
import { FEATURE_ID, sheetOf } from '#lib/core/ingest/sheet.ts';
import type { Cell, Sheet } from '#lib/core/ingest/sheet.ts';

export { xmlText } from '#lib/core/ingest/format/kml-xml.ts';

/** Header of the column that holds the names of the folders around a placemark, joined by `/`. */
export const FOLDER = '@folder';

const ROOTS = new Set(['kml', 'Document', 'Folder', 'Placemark']);
/** Elements of a placemark that are columns as they are. */
const PLAIN = new Set(['name', 'address', 'phoneNumber', 'Snippet', 'snippet']);

interface Placemark {
  element: Element;
  folder: string;
}

function* childrenOf(element: Element): Generator<Element> {
  for (let node = element.firstChild; node !== null; node = node.nextSibling)
    if (node.nodeType === 1) yield node as Element;
}

function childOf(element: Element, name: string): Element | null {
  for (const child of childrenOf(element)) if (child.localName === name) return child;
  return null;
}

const textOf = (element: Element | null): string => element?.textContent?.trim() ?? '';

/** Every placemark in the order of the document, and how many links to other documents stand between. */
function placemarksOf(root: Element): { placemarks: Placemark[]; links: string[] } {
  const placemarks: Placemark[] = [];
  const links: string[] = [];
  const visit = (element: Element, folder: string): void => {
    if (element.localName === 'Placemark') placemarks.push({ element, folder });
    else if (element.localName === 'NetworkLink')
      links.push(textOf(element.getElementsByTagName('href')[0] ?? null));
    else {
      const name = element.localName === 'Folder' ? textOf(childOf(element, 'name')) : '';
      const path = name === '' ? folder : folder === '' ? name : `${folder}/${name}`;
      for (const child of childrenOf(element)) visit(child, path);
    }
  };
  visit(root, '');
  return { placemarks, links };
}

/** The attributes of a placemark; a name that comes twice keeps its first value. */
function propertiesOf({ element, folder }: Placemark): Map<string, string> {
  const properties = new Map<string, string>();
  const set = (name: string, value: string): void => {
    if (name !== '' && value !== '' && !properties.has(name)) properties.set(name, value);
  };
  let pairs: [string, string][] = [];
  for (const child of childrenOf(element)) {
    if (PLAIN.has(child.localName ?? '')) set(child.localName ?? '', textOf(child));
    else if (child.localName === 'description') {
      const description = readDescription(textOf(child));
      set('description', description.text);
      ({ pairs } = description);
    } else if (child.localName === 'TimeStamp' || child.localName === 'TimeSpan')
      for (const time of childrenOf(child)) set(time.localName ?? '', textOf(time));
  }
  const extended = childOf(element, 'ExtendedData');
  for (const child of extended ? childrenOf(extended) : [])
    if (child.localName === 'Data')
      set(child.getAttribute('name') ?? '', textOf(childOf(child, 'value')));
    else if (child.localName === 'SchemaData')
      for (const data of childrenOf(child)) set(data.getAttribute('name') ?? '', textOf(data));
  for (const [name, value] of pairs) set(name, value);
  set(FOLDER, folder);
  set(FEATURE_ID, element.getAttribute('id') ?? '');
  return properties;
}

function geometriesOf(document: Document, count: number): (Geometry | null)[] {
  const geometry: (Geometry | null)[] = [];
  if (count > 0)
    for (const feature of kmlGen(document)) {
      geometry.push(feature.geometry);
      // Overlays and links follow the placemarks.
      if (geometry.length === count) break;
    }
  return geometry;
}

/**
 * Reads the text of a KML file: a row for each placemark, from 1. Columns are `name`,
 * `description` as plain text, `@folder`, the extended data, and the two-column tables that
 * programs write into descriptions. Nothing that the file points to is fetched. Throws
 * `FormatFault` for what is no KML.
 *
 * OGC 07-147r2 (KML 2.2), Google's extensions for tracks.
 */
export function readKml(file: string, text: string, issues: IssueLog): Sheet {
  const document = parseXml(text);
  const root = document.documentElement;
  if (root === null || !ROOTS.has(root.localName ?? ''))
    throw new FormatFault('kml_invalid', root?.tagName ?? null, 'kml');
  const { placemarks, links } = placemarksOf(root);
  for (const link of links) issues.add('link_not_followed', file, { found: link });

  const geometry = geometriesOf(document, placemarks.length);
  let heights = 0;
  geometry.forEach((record, i) => {
    if (record !== null) heights += Number(flatten(record));
    else if (textOf(placemarks[i].element.getElementsByTagName('coordinates')[0] ?? null) !== '')
      issues.add('geometry_invalid', file, { row: i + 1, expected: 'lng,lat' });
  });
  if (heights > 0) issues.add('height_dropped', file, { found: heights });

  const columnOf = new Map<string, Cell[]>();
  placemarks.forEach((placemark, i) => {
    for (const [name, value] of propertiesOf(placemark)) {
      let cells = columnOf.get(name);
      if (!cells) columnOf.set(name, (cells = new Array<Cell>(placemarks.length).fill(null)));
      cells[i] = value;
    }
  });
  return sheetOf({
    file,
    format: 'kml',
    headers: [...columnOf.keys()],
    columns: [...columnOf.values()],
    count: placemarks.length,
    geometry,
  });
}

/** Reads the bytes of a KML file, with an issue where its text is not UTF-8. */
export function readKmlBytes(file: string, bytes: Uint8Array, issues: IssueLog): Sheet {
  const { text, encoding, damaged } = xmlText(bytes);
  if (encoding !== null)
    issues.add('encoding_not_utf8', file, { found: encoding, expected: 'UTF-8' });
  if (damaged) issues.add('text_damaged', file, { found: '\ufffd', expected: 'UTF-8, GB18030' });
  return { ...readKml(file, text, issues), encoding };
}
