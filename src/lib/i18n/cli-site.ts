/** The words of `lacuna site`. */
export const zhSite = {
  missingSiteFolder:
    '请给出项目文件夹或费用表：lacuna site DIR --problem mclp --p 5 --cutoff 500 --out DIR2，或 lacuna site --matrix 表.csv',
  secondSiteFolder: '只能给出一个项目文件夹或一个费用表，多出了“{found}”',
  badAmount: '{option} 应为不小于 0 的数，而不是“{found}”',
  badWhole: '{option} 应为整数，而不是“{found}”',
  badFloor: '--floor 应写作 0.6@street：0 到 1 的份额，@ 后是 {expected} 之一，而不是“{found}”',
  missingP: '请用 --p 给出开设几处',
  missingMatrixCutoff: '请用 --cutoff 给出在多少费用之内算覆盖',
  notWithMatrix: '{option} 只用于项目文件夹，不与 --matrix 一起用',
  stage_matrix: '计算 {sites} 个选址点的距离',
  siteProgress: '{seconds} 秒：目标 {objective}，界 {bound}',
  stopped: '已中止，保留目前最好的方案',
  sitesWithoutCost: '{n} 个选址点没有费用，有预算时不能选用',
  ask_no_demand: '{folder} 中没有要服务的 {demand}。请加入该表，见 data/README.md，或改用 --demand',
  ask_no_sites:
    '没有有坐标的选址点（来源：{sources}）。请加入 candidates 表，或改用 --sites units,grids',
  ask_weight_not_there: '没有“{weight}”这种权重；--weight 可用 {expected}',
  ask_level_not_counted:
    '新站点的层级 {level} 不在所计层级（{levels}）之内。请改 --new-level 或 --level',
  ask_no_limit: '请用 --p 给出增设几处，或用 --budget 给出预算（p-dispersion 必须给出 --p）',
  ask_unknown_site:
    '没有选址点“{key}”。键写作 candidate:编号、facility:编号、unit:编号、grid:编码；费用表用表中的名称',
  ask_forced_and_forbidden: '选址点“{key}”既要开设又不许开设',
  ask_cost_unknown: '选址点“{key}”要开设，但没有费用，无法计入预算。请在 candidates 表中补上费用',
  ask_no_divisions:
    '没有 {level} 级区划，或需求都不在其中，无法按它设下限或保底。请加入带边界的 divisions 表，或去掉 --floor 与 --fair',
  ask_too_many_pairs:
    '选址点与需求的组合太多，超过 {most} 对。请减少 --sites 的来源；p-median 与 p-center 用 --existing kept 可以少比，覆盖类问题可用更小的 --cutoff',
  ask_too_many_sites: '选址点太多（{sites}），间距最多比较 {most} 个。请减少 --sites',
  matrixInvalid: '费用表 {file} 有误，已拒绝使用：',
  matrixFault: '  第 {row} 行 {column}：{problem}（实际 {found}，应为 {expected}）',
  matrixNoDistances: 'p-dispersion 需要选址点之间的距离：demand 列应写另一个选址点的名称',
  matrix_empty: '没有数据行',
  matrix_column_missing: '缺少这一列',
  matrix_column_twice: '这一列出现了两次',
  matrix_cell_missing: '空缺',
  matrix_not_a_number: '不是数',
  matrix_pair_repeated: '同一对出现了两次',
  matrix_weight_differs: '同一需求的权重前后不同',
  matrix_quote: '引号没有配对',
  plan_optimal: '{problem}：目标 {objective}，已证明最优，用时 {seconds} 秒',
  plan_feasible:
    '{problem}：目标 {objective}，任何方案不超过界 {bound}，差距 {gap}，用时 {seconds} 秒',
  plan_infeasible: '{problem}：没有可行的方案',
  plan_unknown: '{problem}：在 {seconds} 秒内没有找到方案，也没有证明不存在',
  reason_unreachable_demand: '有 {n} 处需求，任何选址点都够不到：{list}',
  reason_unreachable_floor: '有 {n} 个区划，怎样选都达不到下限：{list}',
  reason_floors_together: '各区划的下限不能同时达到；最好的尝试中未达到的 {n} 个：{list}',
  reason_too_few_sites: '可以开设的选址点少于要开设的数目',
  reason_too_many_forced: '必须开设的多于 --p',
  reason_p_too_small: '这么多站点够不到所有需求',
  reason_budget_too_small: '预算不够',
  reason_capacity_too_small: '容量不够',
  reason_spacing_too_wide: '间距要求太大',
  planCoverColumns: '\t覆盖 / 全部\t比率',
  planWeight: '需求（权重）',
  planPoints: '需求（点数）',
  planSiteColumns: '站点\t\t服务权重\t服务点数\t失去它少覆盖',
  site_kept: '已有',
  site_opened: '新设',
  planClosed: '撤除：{list}',
  planUnknownWeight: '{n} 处需求的权重不明，按 0 计',
  planWithoutPosition: '{n} 处需求没有坐标，谁也够不到',
};

export const enSite: typeof zhSite = {
  missingSiteFolder:
    'Name the project folder or a file of costs: lacuna site DIR --problem mclp --p 5 --cutoff 500 --out DIR2, or lacuna site --matrix FILE.csv',
  secondSiteFolder: 'Only one project folder or one file of costs can be given; "{found}" is one too many', // prettier-ignore
  badAmount: '{option} must be a number of at least 0, not "{found}"',
  badWhole: '{option} must be a whole number, not "{found}"',
  badFloor:
    '--floor is written 0.6@street: a share of 0 to 1, and behind the @ one of {expected}, not "{found}"',
  missingP: 'Say how many sites to open with --p',
  missingMatrixCutoff: 'Say with --cutoff at what cost demand is covered',
  notWithMatrix: '{option} is for project folders and does not go with --matrix',
  stage_matrix: 'measuring distances from {sites} sites',
  siteProgress: '{seconds} s: objective {objective}, bound {bound}',
  stopped: 'stopped; the best plan so far is kept',
  sitesWithoutCost: '{n} sites have no cost and cannot be bought from a budget',
  ask_no_demand:
    'There is nothing of {demand} to serve in {folder}. Add the table, see data/README.md, or use --demand',
  ask_no_sites:
    'There is no site with a position (sources: {sources}). Add a candidates table, or use --sites units,grids',
  ask_weight_not_there: 'There is no weight "{weight}" here; --weight may be {expected}',
  ask_level_not_counted:
    'New stations of level {level} would not count among {levels}. Change --new-level or --level',
  ask_no_limit:
    'Say how many to add with --p, or what they may cost with --budget (p-dispersion needs --p)',
  ask_unknown_site:
    'There is no site "{key}". Keys are candidate:ID, facility:ID, unit:ID, grid:CODE; for a file of costs its own names',
  ask_forced_and_forbidden: 'Site "{key}" is both to be opened and forbidden',
  ask_cost_unknown:
    'Site "{key}" is to be opened but has no cost for the budget. Give one in the candidates table',
  ask_no_divisions:
    'There are no divisions of level {level}, or no demand lies in one, so that no floor or fairness can go by them. Add divisions with boundaries, or leave out --floor and --fair',
  ask_too_many_pairs:
    'Too many pairs of site and demand, above {most}. Take fewer --sites; p-median and p-center compare less with --existing kept, covering problems with a smaller --cutoff',
  ask_too_many_sites:
    'Too many sites ({sites}); distances are kept for at most {most}. Take fewer --sites',
  matrixInvalid: 'The file of costs {file} is faulty and was refused:',
  matrixFault: '  row {row} {column}: {problem} (found {found}, expected {expected})',
  matrixNoDistances:
    'p-dispersion needs distances between sites: the column demand has to name the other site',
  matrix_empty: 'no rows',
  matrix_column_missing: 'the column is missing',
  matrix_column_twice: 'the column is there twice',
  matrix_cell_missing: 'empty',
  matrix_not_a_number: 'no number',
  matrix_pair_repeated: 'the same pair a second time',
  matrix_weight_differs: 'another weight for the same demand',
  matrix_quote: 'a quote does not close',
  plan_optimal: '{problem}: objective {objective}, proven optimal, {seconds} s',
  plan_feasible: '{problem}: objective {objective}, no plan beyond {bound}, gap {gap}, {seconds} s',
  plan_infeasible: '{problem}: there is no plan',
  plan_unknown: '{problem}: no plan found within {seconds} s, and none ruled out',
  reason_unreachable_demand: '{n} demand points that no site reaches: {list}',
  reason_unreachable_floor: '{n} divisions whose floor no plan meets: {list}',
  reason_floors_together:
    'The floors cannot all be met together; {n} that fall short in the best try: {list}',
  reason_too_few_sites: 'There are fewer sites than are to be opened',
  reason_too_many_forced: 'More sites are forced than --p',
  reason_p_too_small: 'So many sites do not reach everybody',
  reason_budget_too_small: 'The budget is too small',
  reason_capacity_too_small: 'The capacity is too small',
  reason_spacing_too_wide: 'The spacing is too wide',
  planCoverColumns: '\tcovered / all\trate',
  planWeight: 'Demand (weight)',
  planPoints: 'Demand (points)',
  planSiteColumns: 'Site\t\tserves weight\tserves points\tlost without it',
  site_kept: 'stands',
  site_opened: 'new',
  planClosed: 'Given up: {list}',
  planUnknownWeight: '{n} demand points of unknown weight count as 0',
  planWithoutPosition: '{n} demand points without a position are reached by nobody',
};
