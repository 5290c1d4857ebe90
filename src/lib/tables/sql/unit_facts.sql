-- The units that the filter lets through, with their verdicts.
SELECT * FROM unit_verdicts ANTI JOIN left_out USING (unit)
