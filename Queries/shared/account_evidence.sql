-- What the findings of each rule say at the moment, by account.
--
-- @uses cell_evidence, confirmed
-- @materialized yes
SELECT
  cell.rule_id,
  cell.account_id,
  max(found.is_evaluated) AS is_evaluated,
  sum(found.passing) AS passing,
  sum(found.failing) AS failing,
  sum(found.waived) AS waived,
  sum(found.muted) AS muted,
  sum(found.undecided) AS undecided,
  min(confirmed.confirmed_at) AS oldest_at,
  max(confirmed.confirmed_at) AS newest_at
FROM cell_evidence AS found
CROSS JOIN cell ON cell.cell_id = found.cell_id
CROSS JOIN account ON account.account_id = cell.account_id
LEFT JOIN confirmed ON confirmed.cell_id = cell.cell_id
WHERE :account IS NULL
  OR account.key = :account
GROUP BY cell.rule_id, cell.account_id;
