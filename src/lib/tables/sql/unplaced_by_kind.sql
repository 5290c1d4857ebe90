-- Counts of the units in no division, by kind.
SELECT kind, COLUMNS(* EXCLUDE (division, kind)) FROM counts_own WHERE division < 0 ORDER BY kind
