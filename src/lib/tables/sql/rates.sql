-- n / N of each division in each ledger. unknown is inside N and never in n; no rate where N is 0.
-- organisation, work and service count every due unit; work_alone those that no organisation covers.
WITH ledgers(ledger) AS (
  VALUES ('organisation'), ('work'), ('work_alone'), ('service')
), parts AS (
  SELECT
    c.division, c.level, c.parent, l.ledger,
    CASE l.ledger WHEN 'organisation' THEN c.organisation_yes WHEN 'work' THEN c.work_yes
      WHEN 'work_alone' THEN c.work_alone_yes ELSE c.service_yes END AS yes,
    CASE l.ledger WHEN 'organisation' THEN c.organisation_no WHEN 'work' THEN c.work_no
      WHEN 'work_alone' THEN c.work_alone_no ELSE c.service_no END AS no,
    CASE l.ledger WHEN 'organisation' THEN c.organisation_unknown WHEN 'work' THEN c.work_unknown
      WHEN 'work_alone' THEN c.work_alone_unknown ELSE c.service_unknown END AS unknown
  FROM counts_by_division c
  CROSS JOIN ledgers l
)
SELECT
  division, level, parent, ledger, yes, no, unknown,
  yes + no + unknown AS due,
  CASE WHEN yes + no + unknown > 0 THEN yes / (yes + no + unknown) END AS rate
FROM parts
