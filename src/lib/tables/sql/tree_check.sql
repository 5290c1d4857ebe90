-- Divisions whose counts are not their own units and their children's together: always empty.
WITH children AS (
  SELECT parent AS division, sum(units) AS units FROM counts_by_division WHERE parent >= 0 GROUP BY parent
)
SELECT d.division, d.units, d.own + coalesce(c.units, 0) AS expected
FROM counts_by_division d
LEFT JOIN children c ON c.division = d.division
WHERE d.units <> d.own + coalesce(c.units, 0)
   OR d.units <> d.due + d.exempt
   OR d.due <> d.organisation_yes + d.organisation_no + d.organisation_unknown
   OR d.due <> d.work_yes + d.work_no + d.work_unknown
   OR d.due <> d.service_yes + d.service_no + d.service_unknown
