import { expect, it } from 'vitest';
import type { Norm } from '#lib/core/norms/norm.ts';
import { packFiles, packJson, packOf } from './rule-packs.ts';

const norms = (id: string): Norm[] => packOf(packJson(`${id}.json`)).norms;
const of = (id: string, norm: string) => norms(id).find((one) => one.id === `norm.${norm}`);

it.each([
  ['changchun', 'district-centre', 1000, 'm2', '文章 1'],
  ['changchun', 'street-centre', 500, 'm2', '文章 1'],
  ['nanguan', 'street-centre', 500, 'm2', '文章 1'],
  ['jilin', 'district-centre', 1000, 'm2', '文章 10'],
  ['jilin', 'community-premises', 500, 'm2', '文章 10'],
  ['chengdu', 'community-premises', 300, 'm2', '文章 16'],
  ['shangnan', 'community-premises', 2000, 'm2', '文章 14'],
  ['yinchuan', 'city-centre', 3000, 'm2', '通知'],
  ['yinchuan', 'district-centre', 2000, 'm2', '通知'],
  ['yinchuan', 'street-centre', 1000, 'm2', '通知'],
  ['yinchuan', 'community-centre', 500, 'm2', '通知'],
  ['jilin', 'community-funds', 213_000, 'yuan', '文章 10'],
  ['nanguan', 'community-funds', 500_000, 'yuan', '文章 17'],
  ['shanghai', 'community-work-funds', 100_000, 'yuan', '文章 7'],
  ['shanghai', 'community-service-funds', 100_000, 'yuan', '文章 7'],
  ['shandong', 'full-time', 3, 'people', '文章 9'],
  ['jinan', 'full-time', 3, 'people', '文章 9'],
  ['jinan', 'street-staff', 4, 'people', '文章 16'],
] as const)('%s asks for %s of %d %s (%s)', (id, norm, threshold, unit, source) => {
  const found = of(id, norm);
  expect(found).toMatchObject({ threshold, unit, require: 'at_least', effective: '2017-01-01' });
  expect(found?.source['zh-CN']).toMatch(new RegExp(`${source}$`));
});

it('a community of Shangnan has 16 to 18 staff below 6,000 households, 18 to 20 from there on', () => {
  const bands = (least: number, more: number) => [
    { to: 6000, threshold: least },
    { from: 6000, threshold: more },
  ];
  const by = { of: 'column', column: 'households' };
  expect(of('shangnan', 'community-staff-least')).toMatchObject({ by, bands: bands(16, 18) });
  const most = of('shangnan', 'community-staff-most');
  expect(most).toMatchObject({ by, bands: bands(18, 20), require: 'at_most' });
});

it('a community of Shenzhen has 100,000 yuan and 500 for each member', () => {
  const per = { of: 'column', column: 'members' };
  const threshold = { base: 100_000, amount: 500, per };
  expect(of('shenzhen', 'community-funds')).toMatchObject({ threshold });
});

it('shares of streets and communities with a committee, and the average of Jinan', () => {
  const share = (id: string, level: string) => of(id, `${level}-committee`)?.targetShare;
  expect([share('liaoning', 'street'), share('liaoning', 'community')]).toEqual([0.764, 0.447]);
  expect([share('shandong', 'street'), share('jinan', 'community')]).toEqual([0.745, 0.523]);
  expect(of('jinan', 'street-staff')?.average).toBe(true);
  expect(packOf(packJson('nanguan.json')).lineage).toEqual(['changchun', 'national']);
  expect(packFiles).toHaveLength(12);
});
