-- Counts of the whole project by kind, the units in no division included.
SELECT kind, sum(COLUMNS(* EXCLUDE (division, kind)))
FROM counts_own
GROUP BY kind
ORDER BY kind
