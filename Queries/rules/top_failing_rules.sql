-- Checks with the most failing findings at a moment.
--
-- One row per check with a finding that fails and is neither muted nor waived.
-- Those alone count, but for the column of those that are waived.
--
-- @param framework TEXT     Key or alias, in any case; NULL is all.
-- @param account   TEXT     As its provider names it; NULL is all.
-- @param severity  TEXT     Exactly this one; NULL is all.
-- @param limit     INTEGER  How many rows at most; NULL is 10.
-- @param as_of     INTEGER  Microseconds of UTC, inclusive; NULL is now.
-- @param known_at  INTEGER  The last ingest to believe; NULL is all.
-- @column tool           TEXT     The scanner.
-- @column rule           TEXT     The scanner's check.
-- @column title          TEXT     The rule's title at the moment.
-- @column worst_severity TEXT     The worst of its failing findings.
-- @column failing        INTEGER  Fail, not muted, not waived.
-- @column waived         INTEGER  Fail, not muted, but accepted.
-- @column resources      INTEGER  Resources that fail.
-- @column accounts       INTEGER  Accounts with a failing resource.
-- @column oldest_since   TEXT     Since when the oldest one holds.
-- @column recommendation TEXT     What the rule advises.
-- @uses in_force, rule_in_force, rule_member, wanted, waived_finding
WITH
failure AS (
  SELECT
    name.rule_id,
    name.tool,
    name.rule,
    name.resource_id,
    name.account_id,
    event.severity_id,
    event.since_at,
    event.finding_id IN (SELECT finding_id FROM waived_finding) AS is_waived
  FROM in_force
  CROSS JOIN event ON event.event_id = in_force.event_id
  CROSS JOIN _finding_name AS name ON name.finding_id = event.finding_id
  CROSS JOIN severity ON severity.severity_id = event.severity_id
  WHERE event.status_id = 1
    AND event.is_muted = 0
    AND (:account IS NULL OR name.account = :account)
    AND (:severity IS NULL OR severity.key = :severity)
    AND (
      :framework IS NULL
      OR name.rule_id IN (
        SELECT member.rule_id
        FROM rule_member AS member
        JOIN wanted ON wanted.framework_id = member.framework_id
      )
    )
),
failing_rule AS (
  SELECT
    rule_id,
    tool,
    rule,
    min(severity_id) FILTER (WHERE NOT is_waived) AS severity_id,
    sum(NOT is_waived) AS failing,
    sum(is_waived) AS waived,
    count(DISTINCT resource_id) FILTER (WHERE NOT is_waived) AS resources,
    count(DISTINCT account_id) FILTER (WHERE NOT is_waived) AS accounts,
    min(since_at) FILTER (WHERE NOT is_waived) AS oldest_at
  FROM failure
  GROUP BY rule_id
  HAVING failing > 0
)
SELECT
  failing_rule.tool,
  failing_rule.rule,
  revision.title,
  severity.key AS worst_severity,
  failing_rule.failing,
  failing_rule.waived,
  failing_rule.resources,
  failing_rule.accounts,
  strftime('%Y-%m-%dT%H:%M:%SZ', failing_rule.oldest_at / 1000000, 'unixepoch')
    AS oldest_since,
  revision.recommendation
FROM failing_rule
CROSS JOIN severity ON severity.severity_id = failing_rule.severity_id
LEFT JOIN rule_in_force AS own ON own.rule_id = failing_rule.rule_id
LEFT JOIN rule_revision AS revision
  ON revision.rule_revision_id = own.rule_revision_id
ORDER BY
  failing_rule.failing DESC,
  failing_rule.severity_id,
  failing_rule.tool,
  failing_rule.rule
LIMIT ifnull(:limit, 10);
