-- The units that the filter lets through, with their verdicts.
SELECT * FROM unit_verdicts WHERE kind IN (SELECT kind FROM kind_filter)
