import { enReach, zhReach } from '#lib/i18n/cli-reach.ts';
import { enSite, zhSite } from '#lib/i18n/cli-site.ts';
import type { Locale } from '#lib/i18n/words.ts';

const zh = {
  help: `Lacuna 补白：找出城市基层组织覆盖的空白点

  lacuna inspect 文件或文件夹... [--mapping 映射.json]... [--json]
      只看不导入：每个文件是什么表，各列是什么意思，坐标是什么坐标系，有哪些问题
      --json    每张表写出一个 JSON 对象，多张表写出数组

  lacuna audit DIR --out DIR2 [--mapping 映射.json]... [--rules 规则包] [--radius 米] [--as-of 日期] [--seconds 秒] [--hand-back]
      审计一个项目文件夹，写出 result.json、blanks.csv、blanks.geojson，
      以及各清单的工作簿 report.xlsx（语言随 --lang）
      --out     写结果的文件夹
      --mapping 已保存的映射，可以重复；文件夹里的 *.mapping.json 也会采用
      --rules   随附规则包的编号（{packs}）或规则包 JSON 的路径；默认 national。
                它依据的规则包取自随附的，或同一文件夹中的
      --radius  以米为单位，替换规则包中各级阵地的服务半径
      --as-of   判断任期的日期，例如 2026-06-30；默认取 project.json 的 as_of
      --seconds 寻找联合组建方案最多用多少秒；默认 10。到时未证明最优的，result.json 记 proof: "gap"
      --hand-back  另把有错误或警告的文件标注后写到 DIR2/marked

  lacuna rules
      列出随附的规则包：编号、版本、施行日期、依据哪个规则包、名称
  lacuna rules --check 文件...
      检查规则包文件，逐处写明位置和原因
  lacuna rules 规则包A 规则包B [DIR] [--mapping 映射.json]... [--as-of 日期]
      比较两个规则包；给出项目文件夹时，另写明有多少判定会改变

  lacuna reach DIR --method radius|walk --cutoff 米 --out DIR2 [--snap edge|node] [--level 层级,...] [--scenario 情景.json] [--mapping 映射.json]...
      谁在阵地的服务范围之内：写出 reach.json，以及可达范围和空白区
      （reach_area 与 blank_zones，.geojson 和 .parquet 各一份）
      --method  radius 按直线半径，walk 按步行网络
      --cutoff  米数；或以 --minutes 分钟 [--pace adult|elderly] 代替，默认 adult
      --snap    从最近的路段（edge，默认）或节点（node）走上步行网络；另一种的结果也写出
      --level   只计这些层级的阵地：city,district,street,community,point；默认全部
      --scenario 阵地的情景：移动、撤除、增设，不改动数据

  lacuna site DIR --problem lscp|mclp|p-median|p-center|p-dispersion --cutoff 米 --out DIR2 [--p 几处] [--method radius|walk] [--snap edge|node] [--level 层级,...] [--new-level 层级]
              [--demand demand|units] [--weight weight|one|households|employees|members] [--sites candidates,units,grids] [--existing kept|movable|ignored]
              [--floor 0.6@street] [--fair street] [--budget 钱 --closing-cost 钱] [--spacing 米] [--capacity] [--backup lscp-b|bacop1|bacop2] [--force 键]... [--forbid 键]... [--time 秒] [--seed N]
  lacuna site --matrix 费用表.csv --problem ... --out DIR2 [--p 几处] [--cutoff 费用]
      站点设在哪里最好，离最优还有多远：写出 plan.json、plan.geojson，以及供 lacuna reach --scenario 用的 scenario.json
      --p       增设几处；lscp 不给时求最少几处
      --minutes 以步行分钟代替 --cutoff，同 lacuna reach
      --time    最多求解多少秒，默认 60；按 Ctrl-C 中止并保留目前最好的方案
      --matrix  列 site、demand、cost、weight 的表，一行一对

  lacuna demo --out DIR [--seed N] [--scale S]
      写出一座虚构城市的项目文件夹

  --lang zh|en   提示文字的语言

退出码：0 正常；1 数据有问题，结果已写出；2 没有读到可用的数据，或参数有误`,
  unknownCommand: '没有“{command}”这个命令。可用的命令见 lacuna help',
  unknownOption: '没有“{option}”这个选项。用法见 lacuna help',
  missingValue: '{option} 后面需要一个值',
  repeatedOption: '{option} 出现了两次，请只保留一个',
  valueNotExpected: '{option} 后面不应有值',
  missingFile: '请给出要查看的文件或文件夹：lacuna inspect FILE...',
  missingFolder: '请给出要审计的文件夹：lacuna audit DIR --out DIR2',
  secondFolder: '只能审计一个文件夹，多出了“{found}”',
  missingOut: '请用 --out 给出写结果的文件夹',
  missingPackFile: '请给出要检查的规则包文件：lacuna rules --check 文件',
  missingSecondPack:
    '请给出要比较的两个规则包：lacuna rules 规则包A 规则包B [DIR]；检查文件请用 --check',
  packSound: '{found}：无误',
  packFaulty: '{found}：有误',
  packUnreadable: '无法读取 {found}',
  rulesSame: '两个规则包没有不同',
  rulesOfDistrict: '区划 {divisions} {name}：',
  verdictsOf: '{ledger}：{n} 个判定改变，{before} → {after}',
  verdictsOfDue: '底数：{n} 个改变，{before} → {after}',
  verdictLine: '  {n}\t{from} → {to}\t{ruleFrom} → {ruleTo}',
  badRadius: '--radius 应为 0 到 100000 之间的米数，而不是“{found}”',
  badDate: '--as-of 应为 2026-06-30 这样的日期，而不是“{found}”',
  badSeconds: '--seconds 应为 0 到 86400 之间的秒数，而不是“{found}”',
  badLanguage: '--lang 应为 zh 或 en，而不是“{found}”',
  folderUnreadable: '无法读取文件夹 {folder}（{detail}）。请检查路径和权限',
  packNotFound: '找不到规则包“{found}”。随附的规则包：{packs}；也可以给出 JSON 文件的路径',
  packInvalid: '规则包 {found} 有误，已拒绝使用：',
  faultLine: '  {place}：{problem}，实际 {found}，应为 {expected}',
  mappingUnreadable: '无法读取映射 {file}（{detail}）。请检查路径和权限',
  mappingNoJson: '映射 {file} 不是 JSON（{detail}）',
  mappingInvalid: '映射 {file} 有误，已拒绝使用：',
  mapping_missing: '缺少内容',
  mapping_wrong_type: '类型不对',
  mapping_wrong_value: '取值不对',
  mapping_unknown_member: '不认识的成员',
  mapping_too_long: '太长',
  mappingUnused:
    '警告：没有一张表用到映射 {file}。表头与它的不同，或文件名就是表名（这样的文件按约定读）',
  stage_read: '读取文件',
  stage_parse: '解析',
  stage_build: '检查数据',
  stage_place: '定位到区划',
  stage_audit: '判定三本台账',
  stage_joint: '推算联合党支部',
  stage_grids: '推算网格党支部',
  stage_steps: '推算下一步',
  stage_norms: '对照标准',
  stage_belts: '寻找薄弱带',
  stage_zones: '划出空白区',
  stage_count: '汇总',
  stage_write: '写出结果到 {folder}',
  stage_mark: '标出错误 {file}',
  notMarked: '{file} 无法标注：{what}',
  nothingRead:
    '没有读到任何有效的覆盖对象或行政区划，未写出结果。请检查文件夹 {folder} 中是否有 units 表（例如工作簿、CSV 或 GeoJSON）',
  writeFailed: '无法写到 {folder}（{detail}）。请换一个 --out',
  unexpected: '发生了意外错误：{detail}',
  issues: '数据问题 {total} 条：错误 {errors}，警告 {warnings}，提示 {notes}。{all}',
  issuesInResult: '全部列在 result.json',
  issuesByAudit: '全部由 lacuna audit 列出',
  issue: '  {place} {text}{detail}',
  issueDetail: '（实际 {found}，应为 {expected}）',
  issueFound: '（实际 {found}）',
  moreIssues: '  另有 {count} 条',
  nothing: '无',
  summary: '{units} 个对象，应覆盖 {due}，不计入底数 {exempt}，未能定位到区划 {unplaced}',
  unknown: '不明',
  columns: '台账\t已覆盖 / 应覆盖\t比率\t不明',
  organisation: '组织覆盖',
  work_alone: '工作覆盖（未建组织的）',
  service: '阵地服务',
  demand: '需求可达',
  blanks: '空白点 {count} 个',
  pathUnreadable: '无法读取 {path}（{detail}）。请检查路径和权限',
  noTable: '没有读到任何表',
  inspectTable: '  表：{table}，{rows} 行',
  inspectHeader: '，表头在第 {rows} 行',
  inspectHeaderChosen: '（手工指定）',
  inspectNoTable: '不导入',
  inspectColumns: '  各列：{list}',
  inspectConstants: '  所有行：{list}',
  inspectKept: '  原样保留：{list}',
  inspectCrs: '  坐标：{crs}',
  inspectCrsUnsure: '  坐标：{crs}，但不确定',
  inspectCrsRefused: '  坐标：声明的坐标系无法换算',
  inspectScores: '坐标系\t相符\t改判',
  inspectPersonal: '  个人信息（已去掉）：{list}',
  inspectIssues: '  问题：错误 {errors}，警告 {warnings}，提示 {notes}',
  inspectIssue: '  {line}{times}',
  inspectTimes: ' ×{n}',
  personal_identity_card: '身份证号',
  personal_mobile: '电话',
  personal_name: '姓名',
  personal_email: '邮箱',
  personal_account: '账号',
  personal_address: '住址',
  ...zhReach,
  ...zhSite,
};

const en: typeof zh = {
  help: `Lacuna 补白: finds the blank spots of grassroots organisation coverage in a city

  lacuna inspect FILE-OR-DIR... [--mapping FILE.json]... [--json]
      imports nothing: says of each file which table it is, what its columns mean, in which
      coordinate system it is, and what is wrong with it
      --json    one JSON object for each table, an array of several

  lacuna audit DIR --out DIR2 [--mapping FILE.json]... [--rules PACK] [--radius M] [--as-of DATE] [--seconds S] [--hand-back]
      audits a project folder; writes result.json, blanks.csv, blanks.geojson, and the
      lists as a workbook, report.xlsx (in the language of --lang)
      --out     the folder to write the results to
      --mapping a saved mapping, may be repeated; those in the folder (*.mapping.json) are used too
      --rules   id of a shipped rule pack ({packs}) or the path of a pack's JSON; national by default.
                What it is built on is a shipped pack or one in the same folder
      --radius  metres; replaces the reach of every facility level of the pack
      --as-of   the day terms are judged on, such as 2026-06-30; as_of of project.json by default
      --seconds how long to look for joint branches at most; 10 by default. Where the best is not
                proven by then, result.json says proof: "gap"
      --hand-back  also writes the files that have errors or warnings, marked, to DIR2/marked

  lacuna rules
      lists the shipped rule packs: id, version, effective, built on, name
  lacuna rules --check FILE...
      checks files of rule packs; says what is wrong with each place
  lacuna rules A B [DIR] [--mapping FILE.json]... [--as-of DATE]
      compares two packs; with a project folder, counts the verdicts that would change

  lacuna reach DIR --method radius|walk --cutoff M --out DIR2 [--snap edge|node] [--level L,...] [--scenario FILE.json] [--mapping FILE.json]...
      who is in reach of facilities: writes reach.json, and the area in reach and the blank areas
      (reach_area and blank_zones, each as .geojson and .parquet)
      --method  radius: straight lines; walk: over the walking network
      --cutoff  metres; or instead of it --minutes T [--pace adult|elderly], adult by default
      --snap    join the network at its nearest edge (by default) or node; what the other gives is
                written too
      --level   only facilities of these levels: city,district,street,community,point; all by default
      --scenario facilities moved, taken out and put up, without touching the data

  lacuna site DIR --problem lscp|mclp|p-median|p-center|p-dispersion --cutoff M --out DIR2 [--p N] [--method radius|walk] [--snap edge|node] [--level L,...] [--new-level L]
              [--demand demand|units] [--weight weight|one|households|employees|members] [--sites candidates,units,grids] [--existing kept|movable|ignored]
              [--floor 0.6@street] [--fair street] [--budget C --closing-cost C] [--spacing M] [--capacity] [--backup lscp-b|bacop1|bacop2] [--force KEY]... [--forbid KEY]... [--time S] [--seed N]
  lacuna site --matrix FILE.csv --problem ... --out DIR2 [--p N] [--cutoff COST]
      where stations should go, and how far from the best possible: writes plan.json, plan.geojson,
      and scenario.json for lacuna reach --scenario
      --p       how many to add; lscp without it asks for the fewest
      --minutes instead of --cutoff, as in lacuna reach
      --time    seconds to search at most, 60 by default; Ctrl-C stops and keeps the best plan
      --matrix  a table with columns site, demand, cost, weight, a pair a row

  lacuna demo --out DIR [--seed N] [--scale S]
      writes the project folder of a fictional city

  --lang zh|en   language of the messages

Exit code: 0 fine; 1 the data have issues, results written; 2 nothing could be read, or bad arguments`,
  unknownCommand: 'There is no command "{command}". See lacuna help for the commands',
  unknownOption: 'There is no option "{option}". See lacuna help for the usage',
  missingValue: '{option} needs a value',
  repeatedOption: '{option} stands twice; keep one',
  valueNotExpected: '{option} takes no value',
  missingFile: 'Name the files or folders to look at: lacuna inspect FILE...',
  missingFolder: 'Name the folder to audit: lacuna audit DIR --out DIR2',
  secondFolder: 'Only one folder can be audited; "{found}" is one too many',
  missingOut: 'Name the folder to write the results to with --out',
  missingPackFile: 'Name the files to check: lacuna rules --check FILE',
  missingSecondPack:
    'Name two packs to compare: lacuna rules A B [DIR]; to check a file use --check',
  packSound: '{found}: sound',
  packFaulty: '{found}: faulty',
  packUnreadable: 'Cannot read {found}',
  rulesSame: 'The two packs do not differ',
  rulesOfDistrict: 'Divisions {divisions} {name}:',
  verdictsOf: '{ledger}: {n} verdicts change, {before} → {after}',
  verdictsOfDue: 'Denominator: {n} change, {before} → {after}',
  verdictLine: '  {n}\t{from} → {to}\t{ruleFrom} → {ruleTo}',
  badRadius: '--radius must be metres between 0 and 100000, not "{found}"',
  badDate: '--as-of must be a date such as 2026-06-30, not "{found}"',
  badSeconds: '--seconds must be seconds between 0 and 86400, not "{found}"',
  badLanguage: '--lang must be zh or en, not "{found}"',
  folderUnreadable:
    'Cannot read the folder {folder} ({detail}). Check the path and its permissions',
  packNotFound:
    'There is no rule pack "{found}". Shipped packs: {packs}; or give the path of a JSON file',
  packInvalid: 'The rule pack {found} is faulty and was refused:',
  faultLine: '  {place}: {problem}, found {found}, expected {expected}',
  mappingUnreadable:
    'Cannot read the mapping {file} ({detail}). Check the path and its permissions',
  mappingNoJson: 'The mapping {file} is no JSON ({detail})',
  mappingInvalid: 'The mapping {file} is faulty and was refused:',
  mapping_missing: 'missing',
  mapping_wrong_type: 'wrong type',
  mapping_wrong_value: 'wrong value',
  mapping_unknown_member: 'not known',
  mapping_too_long: 'too long',
  mappingUnused:
    'Warning: no sheet was read by the mapping {file}. Their headers are others, or the files bear the names of tables (those are read by the contract)',
  stage_read: 'reading files',
  stage_parse: 'parsing',
  stage_build: 'checking the data',
  stage_place: 'placing in divisions',
  stage_audit: 'deciding the three ledgers',
  stage_joint: 'looking for joint branches',
  stage_grids: 'looking for grid branches',
  stage_steps: 'finding the next steps',
  stage_norms: 'checking the norms',
  stage_belts: 'finding weak belts',
  stage_zones: 'drawing blank areas',
  stage_count: 'counting',
  stage_write: 'writing results to {folder}',
  stage_mark: 'marking errors in {file}',
  notMarked: '{file} cannot be marked: {what}',
  nothingRead:
    'No valid unit or division was read; no results written. See that the folder {folder} holds a units table (a workbook, CSV or GeoJSON, say)',
  writeFailed: 'Cannot write to {folder} ({detail}). Name another folder with --out',
  unexpected: 'Something unexpected went wrong: {detail}',
  issues: '{total} issues in the data: {errors} errors, {warnings} warnings, {notes} notes. {all}',
  issuesInResult: 'All are listed in result.json',
  issuesByAudit: 'lacuna audit lists them all',
  issue: '  {place} {text}{detail}',
  issueDetail: ' (found {found}, expected {expected})',
  issueFound: ' (found {found})',
  moreIssues: '  and {count} more',
  nothing: 'nothing',
  summary: '{units} units, {due} due, {exempt} exempt, {unplaced} in no division',
  unknown: 'unknown',
  columns: 'Ledger\tcovered / due\trate\tunknown',
  organisation: 'Organisation',
  work_alone: 'Work (where no organisation)',
  service: 'Service reach',
  demand: 'Demand reached',
  blanks: '{count} blank spots',
  pathUnreadable: 'Cannot read {path} ({detail}). Check the path and its permissions',
  noTable: 'No table was read',
  inspectTable: '  table: {table}, {rows} rows',
  inspectHeader: ', header in row {rows}',
  inspectHeaderChosen: ', as chosen',
  inspectNoTable: 'none, not imported',
  inspectColumns: '  columns: {list}',
  inspectConstants: '  all rows: {list}',
  inspectKept: '  kept as they are: {list}',
  inspectCrs: '  coordinates: {crs}',
  inspectCrsUnsure: '  coordinates: {crs}, but not surely',
  inspectCrsRefused: '  coordinates: in a system that cannot be converted from',
  inspectScores: 'system\tfits\tanswers flipped',
  inspectPersonal: '  personal data (taken out): {list}',
  inspectIssues: '  issues: {errors} errors, {warnings} warnings, {notes} notes',
  inspectIssue: '  {line}{times}',
  inspectTimes: ' ×{n}',
  personal_identity_card: 'identity card numbers',
  personal_mobile: 'telephone numbers',
  personal_name: 'names',
  personal_email: 'mail addresses',
  personal_account: 'account numbers',
  personal_address: 'addresses',
  ...enReach,
  ...enSite,
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
