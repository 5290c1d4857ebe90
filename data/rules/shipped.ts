import changchun from '#data/rules/changchun.json' with { type: 'json' };
import chengdu from '#data/rules/chengdu.json' with { type: 'json' };
import jilin from '#data/rules/jilin.json' with { type: 'json' };
import jinan from '#data/rules/jinan.json' with { type: 'json' };
import liaoning from '#data/rules/liaoning.json' with { type: 'json' };
import nanguan from '#data/rules/nanguan.json' with { type: 'json' };
import national from '#data/rules/national.json' with { type: 'json' };
import shandong from '#data/rules/shandong.json' with { type: 'json' };
import shanghai from '#data/rules/shanghai.json' with { type: 'json' };
import shangnan from '#data/rules/shangnan.json' with { type: 'json' };
import shenzhen from '#data/rules/shenzhen.json' with { type: 'json' };
import yinchuan from '#data/rules/yinchuan.json' with { type: 'json' };
import type { PackFile } from '#lib/core/coverage/pack/pack-file.ts';
import { readPackFile } from '#lib/core/coverage/pack/read-file.ts';

const JSONS: unknown[] = [
  national,
  changchun,
  chengdu,
  jilin,
  jinan,
  liaoning,
  nanguan,
  shandong,
  shanghai,
  shangnan,
  shenzhen,
  yinchuan,
];

/** The pack that is followed where none is chosen. */
export const NATIONAL = 'national';

/** The rule packs that ship with the product by id, the national one first. */
export const shippedFiles: ReadonlyMap<string, PackFile> = new Map(
  JSONS.map((json): [string, PackFile] => {
    const read = readPackFile(json);
    if ('file' in read) return [read.file.id, read.file];
    throw new Error(read.issues.map(({ place, code }) => `${place} ${code}`).join(', '));
  }),
);
