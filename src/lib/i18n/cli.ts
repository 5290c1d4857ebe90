import type { Locale } from '#lib/i18n/words.ts';

const zh = {
  help: `Lacuna 补白：找出城市基层组织覆盖的空白点

  lacuna audit DIR --out DIR2 [--rules 规则包] [--radius 米] [--as-of 日期]
      审计一个项目文件夹，写出 result.json、blanks.csv、blanks.geojson
      --out     写结果的文件夹
      --rules   随附规则包的编号（{packs}）或规则包 JSON 的路径；默认 national
      --radius  以米为单位，替换规则包中各级阵地的服务半径
      --as-of   判断任期的日期，例如 2026-06-30；默认取 project.json 的 as_of

  lacuna demo --out DIR [--seed N] [--scale S]
      写出一座虚构城市的项目文件夹

  --lang zh|en   提示文字的语言

退出码：0 正常；1 数据有问题，结果已写出；2 没有读到可用的数据，或参数有误`,
  unknownCommand: '没有“{command}”这个命令。可用的命令见 lacuna help',
  unknownOption: '没有“{option}”这个选项。用法见 lacuna help',
  missingValue: '{option} 后面需要一个值',
  repeatedOption: '{option} 出现了两次，请只保留一个',
  missingFolder: '请给出要审计的文件夹：lacuna audit DIR --out DIR2',
  secondFolder: '只能审计一个文件夹，多出了“{found}”',
  missingOut: '请用 --out 给出写结果的文件夹',
  badRadius: '--radius 应为 0 到 100000 之间的米数，而不是“{found}”',
  badDate: '--as-of 应为 2026-06-30 这样的日期，而不是“{found}”',
  badLanguage: '--lang 应为 zh 或 en，而不是“{found}”',
  folderUnreadable: '无法读取文件夹 {folder}（{detail}）。请检查路径和权限',
  packNotFound: '找不到规则包“{found}”。随附的规则包：{packs}；也可以给出 JSON 文件的路径',
  packInvalid: '规则包 {found} 有误，已拒绝使用：',
  packIssue: '  {place}：{problem}，实际 {found}，应为 {expected}',
  pack_not_an_object: '不是 JSON 对象',
  pack_missing: '缺少内容',
  pack_wrong_type: '类型不对',
  pack_wrong_value: '取值不对',
  pack_out_of_range: '超出范围',
  pack_duplicate_id: '编号重复',
  stage_read: '读取文件',
  stage_parse: '解析',
  stage_build: '检查数据',
  stage_place: '定位到区划',
  stage_audit: '判定三本台账',
  stage_count: '汇总',
  stage_write: '写出结果到 {folder}',
  nothingRead:
    '没有读到任何有效的覆盖对象或行政区划，未写出结果。请检查文件夹 {folder} 中是否有 units 表（CSV 或 GeoJSON）',
  writeFailed: '无法写到 {folder}（{detail}）。请换一个 --out',
  unexpected: '发生了意外错误：{detail}',
  issues: '数据问题 {total} 条：错误 {errors}，警告 {warnings}，提示 {notes}。全部列在 result.json',
  issue: '  {place} {text}{detail}',
  issueDetail: '（实际 {found}，应为 {expected}）',
  issueFound: '（实际 {found}）',
  moreIssues: '  另有 {count} 条，见 result.json',
  nothing: '无',
  summary: '{units} 个对象，应覆盖 {due}，不计入底数 {exempt}，未能定位到区划 {unplaced}',
  unknown: '不明',
  columns: '台账\t已覆盖 / 应覆盖\t比率\t不明',
  organisation: '组织覆盖',
  work_alone: '工作覆盖（未建组织的）',
  service: '阵地服务',
  demand: '需求可达',
  blanks: '空白点 {count} 个',
};

const en: typeof zh = {
  help: `Lacuna 补白: finds the blank spots of grassroots organisation coverage in a city

  lacuna audit DIR --out DIR2 [--rules PACK] [--radius M] [--as-of DATE]
      audits a project folder; writes result.json, blanks.csv and blanks.geojson
      --out     the folder to write the results to
      --rules   id of a shipped rule pack ({packs}) or the path of a pack's JSON; national by default
      --radius  metres; replaces the reach of every facility level of the pack
      --as-of   the day terms are judged on, such as 2026-06-30; as_of of project.json by default

  lacuna demo --out DIR [--seed N] [--scale S]
      writes the project folder of a fictional city

  --lang zh|en   language of the messages

Exit code: 0 fine; 1 the data have issues, results written; 2 nothing could be read, or bad arguments`,
  unknownCommand: 'There is no command "{command}". See lacuna help for the commands',
  unknownOption: 'There is no option "{option}". See lacuna help for the usage',
  missingValue: '{option} needs a value',
  repeatedOption: '{option} stands twice; keep one',
  missingFolder: 'Name the folder to audit: lacuna audit DIR --out DIR2',
  secondFolder: 'Only one folder can be audited; "{found}" is one too many',
  missingOut: 'Name the folder to write the results to with --out',
  badRadius: '--radius must be metres between 0 and 100000, not "{found}"',
  badDate: '--as-of must be a date such as 2026-06-30, not "{found}"',
  badLanguage: '--lang must be zh or en, not "{found}"',
  folderUnreadable:
    'Cannot read the folder {folder} ({detail}). Check the path and its permissions',
  packNotFound:
    'There is no rule pack "{found}". Shipped packs: {packs}; or give the path of a JSON file',
  packInvalid: 'The rule pack {found} is faulty and was refused:',
  packIssue: '  {place}: {problem}, found {found}, expected {expected}',
  pack_not_an_object: 'not a JSON object',
  pack_missing: 'missing',
  pack_wrong_type: 'wrong type',
  pack_wrong_value: 'wrong value',
  pack_out_of_range: 'out of range',
  pack_duplicate_id: 'id used twice',
  stage_read: 'reading files',
  stage_parse: 'parsing',
  stage_build: 'checking the data',
  stage_place: 'placing in divisions',
  stage_audit: 'deciding the three ledgers',
  stage_count: 'counting',
  stage_write: 'writing results to {folder}',
  nothingRead:
    'No valid unit or division was read; no results written. See that the folder {folder} holds a units table (CSV or GeoJSON)',
  writeFailed: 'Cannot write to {folder} ({detail}). Name another folder with --out',
  unexpected: 'Something unexpected went wrong: {detail}',
  issues:
    '{total} issues in the data: {errors} errors, {warnings} warnings, {notes} notes. All are listed in result.json',
  issue: '  {place} {text}{detail}',
  issueDetail: ' (found {found}, expected {expected})',
  issueFound: ' (found {found})',
  moreIssues: '  and {count} more, see result.json',
  nothing: 'nothing',
  summary: '{units} units, {due} due, {exempt} exempt, {unplaced} in no division',
  unknown: 'unknown',
  columns: 'Ledger\tcovered / due\trate\tunknown',
  organisation: 'Organisation',
  work_alone: 'Work (where no organisation)',
  service: 'Service reach',
  demand: 'Demand reached',
  blanks: '{count} blank spots',
};

export type CliKey = keyof typeof zh;

/** Says a message of the command line in one language, `{name}` replaced by `params.name`. */
export type CliTranslate = (key: CliKey, params?: Record<string, string | number>) => string;

/** The words of the command line. */
export function cliTranslator(locale: Locale): CliTranslate {
  const words = locale === 'zh-CN' ? zh : en;
  return (key, params = {}) =>
    words[key].replace(/\{(\w+)\}/g, (whole, name: string) =>
      name in params ? String(params[name]) : whole,
    );
}
