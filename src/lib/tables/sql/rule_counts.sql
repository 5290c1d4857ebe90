-- How many due units each rule decided, in each ledger and with each state.
SELECT f.ledger, f.part, r.id AS rule_id, count(*) AS units
FROM figure_rows f
JOIN rules r ON r.rule = f.rule
GROUP BY ALL
ORDER BY ALL
