import { DIVISION_LEVELS } from '#lib/core/model.ts';
import type { NameForms } from '#lib/core/ingest/check/name-forms.ts';
import type { DivisionNames, NamedDivisions } from '#lib/core/ingest/check/names.ts';
import { filledCells } from '#lib/core/ingest/mapping/survey.ts';
import type { Part } from '#lib/core/ingest/part.ts';
import type { CellColumn } from '#lib/core/ingest/sheet.ts';
import { plainText } from '#lib/core/ingest/spelling.ts';

const DISTRICT = DIVISION_LEVELS.indexOf('district');
/** Share of the filled cells that must name districts. */
const MOST = 0.8;
/** Share of the filled cells that must name divisions of any level. */
const HALF = 0.5;

/** Texts of the first rows of the columns of a part that have no meaning yet. */
function freeColumns({ sheet, columns }: Part): { column: CellColumn; texts: string[] }[] {
  const taken = new Set(columns.values());
  return sheet.columns.flatMap((column, at) => {
    if (taken.has(at)) return [];
    const cells = filledCells(column, sheet.count);
    const texts = cells.filter((cell) => typeof cell === 'string').map(String);
    return texts.length > 0 && texts.length * 2 > cells.length ? [{ column, texts }] : [];
  });
}

/** The column that names the districts of the tree (or cities), null where there is none. */
export function districtColumn(
  part: Part,
  names: DivisionNames,
  level: ArrayLike<number>,
): CellColumn | null {
  const isDistrict = (text: string) => {
    const match = names.find(plainText(text));
    return match.kind === 'match' && level[match.division] <= DISTRICT;
  };
  const found = freeColumns(part).find(({ texts }) => share(texts, isDistrict) >= MOST);
  return found?.column ?? null;
}

/** The column whose names end as those of districts do, and recur; null where there is none. */
export function districtLikeColumn(part: Part, forms: NameForms): CellColumn | null {
  const isLike = (text: string) => forms.of(plainText(text))[1]?.class === 'district';
  const found = freeColumns(part).find(
    ({ texts }) => new Set(texts).size * 2 <= texts.length && share(texts, isLike) >= MOST,
  );
  return found?.column ?? null;
}

/** The column that names divisions below districts, the deepest; null where there is none. */
export function divisionColumn(
  part: Part,
  names: DivisionNames,
  { level }: NamedDivisions & { level: ArrayLike<number> },
): CellColumn | null {
  let best: CellColumn | null = null;
  let deepest = DISTRICT;
  for (const { column, texts } of freeColumns(part)) {
    const levels = texts.flatMap((text) => {
      const match = names.find(plainText(text));
      if (match.kind === 'match') return [level[match.division]];
      return match.kind === 'ambiguous' ? [level[match.candidates[0]]] : [];
    });
    const mean = levels.reduce((sum, depth) => sum + depth, 0) / levels.length;
    if (levels.length < HALF * texts.length || !(mean > deepest)) continue;
    best = column;
    deepest = mean;
  }
  return best;
}

function share(texts: readonly string[], test: (text: string) => boolean): number {
  return texts.filter(test).length / texts.length;
}
