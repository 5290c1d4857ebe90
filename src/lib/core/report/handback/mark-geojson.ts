import { RemovedValues } from '#lib/core/report/handback/removed-values.ts';

/** Property that says what is wrong with a feature. */
export const ISSUES_PROPERTY = 'lacuna_issues';

export interface GeoJsonMark {
  /** The feature, from 1. */
  row: number;
  /** Null where the fault is the feature's or its geometry's. */
  property: string | null;
  /** In the reader's language. */
  text: string;
  /** True where the property's value must leave the file (personal data). */
  blank?: boolean;
}

type Member = Record<string, unknown>;
const isObject = (value: unknown): value is Member =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A deep copy without the values that left. */
function without(value: unknown, removed: RemovedValues): unknown {
  if (typeof value === 'string') return removed.without(value, () => '*');
  if (typeof value === 'number') return removed.is(String(value)) ? null : value;
  if (Array.isArray(value)) return value.map((each) => without(each, removed));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, without(each, removed)]),
  );
}

/**
 * The same features with a property `lacuna_issues`, the texts of the marks joined by line ends;
 * features without a fault stay as they are. A lone feature or geometry is feature 1. Values of
 * marks with `blank`, and of `propertiesBlank` in every feature, become null, and leave the ids and
 * other properties of the features too. The root is not changed.
 */
export function markGeoJson(
  root: unknown,
  marks: readonly GeoJsonMark[],
  propertiesBlank: readonly string[] = [],
): unknown {
  const rows = new Map<number, GeoJsonMark[]>();
  for (const mark of marks) rows.set(mark.row, [...(rows.get(mark.row) ?? []), mark]);
  const removed = new RemovedValues();
  const note = (value: unknown) => {
    if (typeof value === 'string' || typeof value === 'number') removed.add(String(value));
  };
  const blanksOf = (row: number, properties: Member) => [
    ...propertiesBlank.filter((name) => Object.hasOwn(properties, name)),
    ...(rows.get(row) ?? []).flatMap(({ blank, property }) =>
      blank && property !== null && Object.hasOwn(properties, property) ? [property] : [],
    ),
  ];
  const marked = (feature: unknown, row: number): unknown => {
    if (!isObject(feature)) return feature;
    if (feature.type !== 'Feature') {
      const bare = { type: 'Feature', properties: null, geometry: feature };
      return rows.has(row) && row === 1 && root === feature ? marked(bare, row) : feature;
    }
    const properties = isObject(feature.properties) ? feature.properties : {};
    const names = blanksOf(row, properties);
    const texts = [...new Set((rows.get(row) ?? []).map(({ text }) => text))];
    if (names.length === 0 && texts.length === 0) return feature;
    for (const name of names) note(properties[name]);
    const kept = { ...properties };
    for (const name of names) kept[name] = null;
    if (texts.length > 0) kept[ISSUES_PROPERTY] = texts.join('\n');
    return { ...feature, properties: kept };
  };
  let result: unknown;
  if (isObject(root) && root.type === 'FeatureCollection' && Array.isArray(root.features))
    result = { ...root, features: root.features.map((feature, i) => marked(feature, i + 1)) };
  else result = marked(root, 1);
  if (!removed.any || !isObject(result)) return result;
  const clean = (feature: unknown) =>
    isObject(feature) && 'geometry' in feature
      ? {
          ...(without({ ...feature, geometry: null }, removed) as Member),
          geometry: feature.geometry,
        }
      : feature;
  const { features, ...rest } = result;
  return Array.isArray(features)
    ? { ...(without(rest, removed) as Member), features: features.map(clean) }
    : clean(result);
}
