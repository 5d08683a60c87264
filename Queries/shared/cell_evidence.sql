-- What the findings of each cell say at the moment.
--
-- The cells come in the order of their findings, so that nothing is sorted.
--
-- @uses in_force, waived
SELECT
  cell.cell_id,
  cell.rule_id,
  max(event.status_id IN (1, 3, 5, 6)) AS is_evaluated,
  sum(event.status_id = 5 AND event.is_muted = 0) AS passing,
  sum(
    event.status_id = 1
    AND event.is_muted = 0
    AND waiver.finding_id IS NULL
  ) AS failing,
  sum(
    event.status_id = 1
    AND event.is_muted = 0
    AND waiver.finding_id IS NOT NULL
  ) AS waived,
  sum(event.is_muted) AS muted,
  sum(event.status_id IN (2, 3, 4) OR event.is_muted = 1) AS undecided
FROM cell
CROSS JOIN finding ON finding.cell_id = cell.cell_id
CROSS JOIN in_force ON in_force.finding_id = finding.finding_id
CROSS JOIN event ON event.event_id = in_force.event_id
LEFT JOIN waived AS waiver
  ON waiver.finding_id = finding.finding_id
  AND waiver.framework_id = 0
  AND waiver.requirement_id = 0
WHERE event.status_id <> 7
  AND (
    :account IS NULL
    OR cell.account_id IN (
      SELECT account_id
      FROM account
      WHERE key = :account
    )
  )
GROUP BY cell.cell_id;
