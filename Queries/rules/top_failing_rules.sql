-- Checks with the most failing findings at a moment.
--
-- One row per check. Muted findings do not count.
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
-- @column failing        INTEGER  Findings that fail.
-- @column resources      INTEGER  Resources that fail.
-- @column accounts       INTEGER  Accounts with a failing resource.
-- @column oldest_since   TEXT     Since when the oldest one holds.
-- @column recommendation TEXT     What the rule advises.
-- @uses in_force, rule_in_force, rule_member, wanted
WITH
failing_rule AS (
  SELECT
    name.rule_id,
    name.tool,
    name.rule,
    min(event.severity_id) AS severity_id,
    count(*) AS failing,
    count(DISTINCT name.resource_id) AS resources,
    count(DISTINCT name.account_id) AS accounts,
    min(event.since_at) AS oldest_at
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
  GROUP BY name.rule_id
)
SELECT
  failing_rule.tool,
  failing_rule.rule,
  revision.title,
  severity.key AS worst_severity,
  failing_rule.failing,
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
