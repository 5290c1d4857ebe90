-- How many units have each look in each ledger's view: the figures in the legend.
SELECT 'organisation' AS ledger, organisation_look AS look, count(*) AS units
FROM unit_facts GROUP BY organisation_look
UNION ALL
SELECT 'work', work_look, count(*) FROM unit_facts GROUP BY work_look
UNION ALL
SELECT 'service', service_look, count(*) FROM unit_facts GROUP BY service_look
