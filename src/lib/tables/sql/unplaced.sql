-- Counts of the units in no division: one row.
SELECT coalesce(sum(COLUMNS(* EXCLUDE (division, kind))), 0) FROM counts_own WHERE division < 0
