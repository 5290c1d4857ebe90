-- Counts of the whole project, the units in no division included: one row.
SELECT coalesce(sum(COLUMNS(* EXCLUDE (kind))), 0) FROM totals_by_kind
