-- n / N of each division in each ledger. unknown is inside N and never in n; no rate where N is 0.
-- organisation, work and service count every due unit; work_alone those that no organisation covers.
WITH parts AS (
  SELECT division, level, parent, 'organisation' AS ledger,
    organisation_yes AS yes, organisation_no AS no, organisation_unknown AS unknown
  FROM counts_by_division
  UNION ALL
  SELECT division, level, parent, 'work', work_yes, work_no, work_unknown FROM counts_by_division
  UNION ALL
  SELECT division, level, parent, 'work_alone', work_alone_yes, work_alone_no, work_alone_unknown
  FROM counts_by_division
  UNION ALL
  SELECT division, level, parent, 'service', service_yes, service_no, service_unknown
  FROM counts_by_division
)
SELECT
  division, level, parent, ledger, yes, no, unknown,
  yes + no + unknown AS due,
  CASE WHEN yes + no + unknown > 0 THEN yes / (yes + no + unknown) END AS rate
FROM parts
