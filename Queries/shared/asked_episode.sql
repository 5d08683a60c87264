-- Failing episodes of the framework, account and severity that are asked for.
--
-- @uses episode, rule_member, wanted
-- @materialized no
SELECT
  episode.finding_id,
  cell.cell_id,
  cell.rule_id,
  episode.episode,
  episode.severity_id,
  episode.opened_at,
  episode.closed_at,
  episode.closing_status_id
FROM episode
CROSS JOIN finding ON finding.finding_id = episode.finding_id
CROSS JOIN cell ON cell.cell_id = finding.cell_id
WHERE (
    :account IS NULL
    OR cell.account_id IN (
      SELECT account_id
      FROM account
      WHERE key = :account
    )
  )
  AND (
    :severity IS NULL
    OR episode.severity_id = (
      SELECT severity_id
      FROM severity
      WHERE key = :severity
    )
  )
  AND (
    :framework IS NULL
    OR cell.rule_id IN (
      SELECT member.rule_id
      FROM rule_member AS member
      CROSS JOIN wanted ON wanted.framework_id = member.framework_id
    )
  );
