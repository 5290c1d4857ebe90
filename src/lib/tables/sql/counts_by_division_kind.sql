-- Counts of each division with everything below it, by kind; pairs without units are left out.
SELECT c.ancestor AS division, o.kind, sum(COLUMNS(o.* EXCLUDE (division, kind)))
FROM division_closure c
JOIN counts_own o ON o.division = c.descendant
GROUP BY c.ancestor, o.kind
