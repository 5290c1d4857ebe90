-- Counts of each division with everything below it; a row for every division, zeros included.
-- own: units placed in the division itself and in none of its children.
WITH counted AS (
  SELECT division, sum(COLUMNS(* EXCLUDE (division, kind)))
  FROM counts_by_division_kind
  GROUP BY division
), direct AS (
  SELECT division, sum(units) AS own FROM counts_own GROUP BY division
)
SELECT
  d.division, d.level, d.parent,
  coalesce(o.own, 0) AS own,
  coalesce(COLUMNS(c.* EXCLUDE (division)), 0)
FROM divisions d
LEFT JOIN counted c ON c.division = d.division
LEFT JOIN direct o ON o.division = d.division
ORDER BY d.division
