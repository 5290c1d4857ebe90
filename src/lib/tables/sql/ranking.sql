-- Divisions of each level in each ledger, the lowest rate first, then the most blanks; divisions
-- without a rate come last. Divisions that share a rate share a rank.
SELECT
  division, level, parent, ledger, yes, no, unknown, due, rate,
  rank() OVER (PARTITION BY level, ledger ORDER BY rate NULLS LAST) AS rank
FROM rates
ORDER BY ledger, level, rate NULLS LAST, no DESC, division
