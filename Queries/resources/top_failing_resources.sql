-- Resources with the most failing findings at a moment.
--
-- One row per resource. Muted findings do not count.
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
-- @column failing        INTEGER  Findings that fail.
-- @column rules          INTEGER  Checks that fail.
-- @column oldest_since   TEXT     Since when the oldest one holds.
-- @uses in_force, rule_member, wanted
WITH
failing_resource AS (
  SELECT
    name.provider,
    name.account,
    name.region,
    name.resource,
    min(event.resource_label_id) AS resource_label_id,
    min(event.severity_id) AS severity_id,
    count(*) AS failing,
    count(DISTINCT name.rule_id) AS rules,
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
  GROUP BY name.resource_id
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
