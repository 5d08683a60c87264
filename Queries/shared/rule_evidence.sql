-- What the findings of each rule say at the moment.
--
-- @uses cell_evidence, confirmed
-- @materialized yes
SELECT
  cell.rule_id,
  max(evidence.is_evaluated) AS is_evaluated,
  sum(evidence.passing) AS passing,
  sum(evidence.failing) AS failing,
  sum(evidence.waived) AS waived,
  sum(evidence.muted) AS muted,
  sum(evidence.undecided) AS undecided,
  min(confirmed.confirmed_at) AS oldest_at,
  max(confirmed.confirmed_at) AS newest_at
FROM cell_evidence AS evidence
CROSS JOIN cell ON cell.cell_id = evidence.cell_id
CROSS JOIN account ON account.account_id = cell.account_id
LEFT JOIN confirmed ON confirmed.cell_id = cell.cell_id
WHERE :account IS NULL
  OR account.key = :account
GROUP BY cell.rule_id;
