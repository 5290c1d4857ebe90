-- The rows behind a figure: each unit once in each ledger, with the part of the figure it is in.
-- part: yes, no, unknown (together N), exempt, or organised (left out of work_alone).
WITH states AS (
  SELECT unit, id, name, kind, division, due, exempt_rule, 'organisation' AS ledger,
    organisation AS state, organisation_rule AS rule, mode, NULL AS facility, NULL AS distance_m
  FROM unit_facts
  UNION ALL
  SELECT unit, id, name, kind, division, due, exempt_rule, 'work', work, work_rule, mode, NULL, NULL
  FROM unit_facts
  UNION ALL
  SELECT unit, id, name, kind, division, due, exempt_rule, 'work_alone',
    CASE WHEN organisation = 1 THEN 3 ELSE work END,
    CASE WHEN organisation = 1 THEN organisation_rule ELSE work_rule END, mode, NULL, NULL
  FROM unit_facts
  UNION ALL
  SELECT unit, id, name, kind, division, due, exempt_rule, 'service', service, service_rule, mode,
    facility, distance_m
  FROM unit_facts
)
SELECT
  unit, id, name, kind, division, ledger,
  CASE WHEN due = 0 THEN 'exempt'
       WHEN state = 0 THEN 'no'
       WHEN state = 1 THEN 'yes'
       WHEN state = 2 THEN 'unknown'
       ELSE 'organised' END AS part,
  CASE WHEN due = 0 THEN exempt_rule ELSE rule END AS rule,
  mode, facility, distance_m
FROM states
