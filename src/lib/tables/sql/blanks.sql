-- Due units with a blank in some ledger; work is a blank only where no organisation covers.
SELECT
  unit, kind, division,
  organisation = 0 AS organisation_blank,
  work = 0 AND organisation <> 1 AS work_blank,
  service = 0 AS service_blank
FROM unit_facts
WHERE due = 1 AND (organisation = 0 OR (work = 0 AND organisation <> 1) OR service = 0)
ORDER BY unit
