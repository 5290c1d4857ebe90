-- Counts of each division with everything below it; a row for every division, zeros included.
-- own: units placed in the division itself and in none of its children.
WITH direct AS (
  SELECT division, sum(COLUMNS(* EXCLUDE (division, kind)))
  FROM counts_own
  GROUP BY division
), counted AS (
  SELECT c.ancestor AS division, sum(COLUMNS(o.* EXCLUDE (division)))
  FROM division_closure c
  JOIN direct o ON o.division = c.descendant
  GROUP BY c.ancestor
)
SELECT
  d.division, d.level, d.parent,
  coalesce(o.units, 0) AS own,
  coalesce(COLUMNS(c.* EXCLUDE (division)), 0)
FROM divisions d
LEFT JOIN counted c ON c.division = d.division
LEFT JOIN direct o ON o.division = d.division
ORDER BY d.division
