-- Resources with the most failing findings at a moment.
--
-- One row per resource with a finding that fails and is neither muted nor
-- waived. Those alone count, but for the column of those that are waived.
--
-- @param framework TEXT     Key or alias, in any case; NULL is all.
-- @param account   TEXT     As its provider names it; NULL is all.
-- @param severity  TEXT     Exactly this one; NULL is all.
-- @param limit     INTEGER  How many rows at most; NULL is 10.
-- @param as_of     INTEGER  Microseconds of UTC, inclusive; NULL is now.
-- @param known_at  INTEGER  The last ingest to believe; NULL is all.
-- @column provider       TEXT     The cloud or other provider.
-- @column account        TEXT     As the provider names it.
-- @column region         TEXT     As the provider names it.
-- @column resource       TEXT     As the provider names it.
-- @column resource_name  TEXT     As a scanner shows it.
-- @column resource_type  TEXT     As a scanner shows it.
-- @column worst_severity TEXT     The worst of its failing findings.
-- @column failing        INTEGER  Fail, not muted, not waived.
-- @column waived         INTEGER  Fail, not muted, but accepted.
-- @column rules          INTEGER  Checks that fail.
-- @column oldest_since   TEXT     Since when the oldest one holds.
-- @uses in_force, rule_member, wanted, waived_finding
WITH
failure AS (
  SELECT
    name.resource_id,
    name.provider,
    name.account,
    name.region,
    name.resource,
    name.rule_id,
    event.resource_label_id,
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
failing_resource AS (
  SELECT
    provider,
    account,
    region,
    resource,
    min(resource_label_id) AS resource_label_id,
    min(severity_id) FILTER (WHERE NOT is_waived) AS severity_id,
    sum(NOT is_waived) AS failing,
    sum(is_waived) AS waived,
    count(DISTINCT rule_id) FILTER (WHERE NOT is_waived) AS rules,
    min(since_at) FILTER (WHERE NOT is_waived) AS oldest_at
  FROM failure
  GROUP BY resource_id
  HAVING failing > 0
)
SELECT
  failing.provider,
  failing.account,
  failing.region,
  failing.resource,
  -- A label's number comes from its text, so the choice is the same always.
  label.name AS resource_name,
  label.type AS resource_type,
  severity.key AS worst_severity,
  failing.failing,
  failing.waived,
  failing.rules,
  strftime('%Y-%m-%dT%H:%M:%SZ', failing.oldest_at / 1000000, 'unixepoch')
    AS oldest_since
FROM failing_resource AS failing
CROSS JOIN severity ON severity.severity_id = failing.severity_id
CROSS JOIN resource_label AS label
  ON label.resource_label_id = failing.resource_label_id
ORDER BY
  failing.failing DESC,
  failing.severity_id,
  failing.provider,
  failing.account,
  failing.region,
  failing.resource
LIMIT ifnull(:limit, 10);
