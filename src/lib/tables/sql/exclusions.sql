-- What is left out of each N and why, by the division the unit stands in (-1 nowhere) and kind.
-- reason: the exempting rule's reason, or organised (left out of work_alone).
SELECT
  f.division, f.kind, f.ledger, f.rule, r.id AS rule_id,
  CASE WHEN f.part = 'exempt' THEN r.reason ELSE f.part END AS reason,
  count(*) AS units
FROM figure_rows f
JOIN rules r ON r.rule = f.rule
WHERE f.part IN ('exempt', 'organised')
GROUP BY ALL
