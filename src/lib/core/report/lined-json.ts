const member = (key: string, text: string): string => `${JSON.stringify(key)}: ${text}`;

function linedText(value: unknown, depth: number): string {
  if (Array.isArray(value) && value.length > 0)
    return `[\n${value.map((entry) => JSON.stringify(entry)).join(',\n')}\n]`;
  if (depth > 0 && typeof value === 'object' && value !== null) {
    const members = Object.entries(value);
    if (members.some(([, inner]) => Array.isArray(inner)))
      return `{\n${members.map(([key, inner]) => member(key, linedText(inner, depth - 1))).join(',\n')}\n}`;
  }
  return JSON.stringify(value);
}

/**
 * An object as JSON text, a member a line; a list of records, and one inside a member, has a record a
 * line, so that two texts can be compared line by line.
 */
export function linedJson(value: object): string {
  const members = Object.entries(value).map(([key, inner]) => member(key, linedText(inner, 1)));
  return `{\n${members.join(',\n')}\n}\n`;
}
