-- How many units of each kind there are, whatever the filter: what the filter's own labels say.
SELECT kind, count(*) AS units, coalesce(sum(due), 0) AS due
FROM unit_verdicts
GROUP BY kind
ORDER BY kind
