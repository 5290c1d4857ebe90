-- Counts of the units placed directly in each division, by kind; division -1 is nowhere.
-- work_alone_*: the work ledger over due units that no organisation covers (the official figure).
WITH groups AS (
  SELECT
    division, kind, due, organisation, mode, work, service, organisation_look AS look,
    count(*)::DOUBLE AS n
  FROM unit_facts
  GROUP BY ALL
)
SELECT
  division,
  kind,
  sum(n) AS units,
  coalesce(sum(n) FILTER (due = 1), 0) AS due,
  coalesce(sum(n) FILTER (due = 0), 0) AS exempt,
  coalesce(sum(n) FILTER (due = 1 AND organisation = 1), 0) AS organisation_yes,
  coalesce(sum(n) FILTER (due = 1 AND organisation = 0), 0) AS organisation_no,
  coalesce(sum(n) FILTER (due = 1 AND organisation = 2), 0) AS organisation_unknown,
  coalesce(sum(n) FILTER (due = 1 AND organisation = 1 AND mode = 0), 0) AS standalone,
  coalesce(sum(n) FILTER (due = 1 AND organisation = 1 AND mode = 1), 0) AS joint,
  coalesce(sum(n) FILTER (due = 1 AND work = 1), 0) AS work_yes,
  coalesce(sum(n) FILTER (due = 1 AND work = 0), 0) AS work_no,
  coalesce(sum(n) FILTER (due = 1 AND work = 2), 0) AS work_unknown,
  coalesce(sum(n) FILTER (due = 1 AND organisation <> 1 AND work = 1), 0) AS work_alone_yes,
  coalesce(sum(n) FILTER (due = 1 AND organisation <> 1 AND work = 0), 0) AS work_alone_no,
  coalesce(sum(n) FILTER (due = 1 AND organisation <> 1 AND work = 2), 0) AS work_alone_unknown,
  coalesce(sum(n) FILTER (due = 1 AND service = 1), 0) AS service_yes,
  coalesce(sum(n) FILTER (due = 1 AND service = 0), 0) AS service_no,
  coalesce(sum(n) FILTER (due = 1 AND service = 2), 0) AS service_unknown,
  coalesce(sum(n) FILTER (due = 1 AND look = 2), 0) AS partial,
  coalesce(sum(n) FILTER (due = 1 AND look = 3), 0) AS blank,
  coalesce(sum(n) FILTER (due = 1 AND look = 4), 0) AS unsure
FROM groups
GROUP BY division, kind
