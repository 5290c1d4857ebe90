import type { Chance } from './random.ts';

/**
 * Invented names: two characters from the printer's and the painter's desk. Pairs that are the
 * name of a real place are left out (the test compares them with the national list).
 */
const FIRST = [...'墨素霁栖聆漱砚笺缃绯澹沁岫芷蘅棠槐荻苇鹭鸥璞琢琅瑶珩曦朔毓缦绡釉钤笠筠箬梿榧'];
const SECOND = [...'渚笺砚棹屏简帆汀坞矶麓榭轩廊阁圃畦垄陌岸舟弦槛帘纹笠筠篱篷幌'];
const REAL = new Set(['鸥汀']);

/** All pairs in a seeded order; the caller takes them one after another. */
export function namePairs(chance: Chance): string[] {
  const pairs: string[] = [];
  for (const a of FIRST) {
    for (const b of SECOND) if (a !== b && !REAL.has(a + b)) pairs.push(a + b);
  }
  return chance.shuffle(pairs);
}

export const COMMUNITY_ENDINGS = [
  '',
  '',
  '',
  '',
  '里',
  '苑',
  '新村',
  '东',
  '西',
  '南',
  '北',
  '一',
  '二',
];
export const BUILDING_ENDINGS = [
  '大厦',
  '大厦',
  '中心',
  '广场',
  '国际',
  '商务楼',
  '金座',
  '时代',
  '双塔',
];
export const PARK_ENDINGS = ['产业园', '科创园', '智造园', '文创园', '物流园'];
export const DISTRICT_ENDINGS = ['商圈', '商业街', '步行街', '天地'];
export const MARKET_ENDINGS = ['农贸市场', '建材市场', '花鸟市场', '小商品市场', '家居市场'];
export const INTERNET_ENDINGS = ['网络科技', '数据服务', '云信息', '智能软件', '电子商务'];
export const RESIDENT_ENDINGS = [
  '小学',
  '中学',
  '幼儿园',
  '医院',
  '卫生院',
  '供电所',
  '邮政所',
  '文化馆',
];
export const PROPERTY_ENDINGS = ['物业服务', '物业管理', '城市服务'];
export const TRADES = [
  '批发零售',
  '商务服务',
  '软件信息',
  '餐饮住宿',
  '金融服务',
  '科学研究',
  '制造加工',
  '文化创意',
];
