-- Every division with each of its ancestors, itself included (depth 0).
WITH RECURSIVE up AS (
  SELECT division AS ancestor, division AS descendant, 0 AS depth FROM divisions
  UNION ALL
  SELECT d.parent, up.descendant, up.depth + 1
  FROM up JOIN divisions d ON d.division = up.ancestor
  WHERE d.parent >= 0
)
SELECT ancestor, descendant, depth FROM up
