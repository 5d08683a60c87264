-- Failing findings by STRIDE category at a moment, most first.
--
-- One row per category that a scanner's check looks for, by its own rule or
-- an equivalent. A finding may count under several.
--
-- @param framework TEXT     Key or alias, in any case; NULL is all.
-- @param account   TEXT     As its provider names it; NULL is all.
-- @param as_of     INTEGER  Microseconds of UTC, inclusive; NULL is now.
-- @param known_at  INTEGER  The last ingest to believe; NULL is all.
-- @column category          TEXT     The STRIDE category.
-- @column rules             INTEGER  Checks that look for it.
-- @column rules_failing     INTEGER  Those of them that fail.
-- @column failing           INTEGER  Fail, not muted, not waived.
-- @column waived            INTEGER  Fail, not muted, but accepted.
-- @column critical          INTEGER  Those of severity critical.
-- @column high              INTEGER  Those of severity high.
-- @column passing           INTEGER  Findings that pass unmuted.
-- @column resources_failing INTEGER  Resources with a failing finding.
-- @uses in_force, rule_source, tool_rule, rule_member, wanted,
--       waived_finding
WITH
rule_threat AS MATERIALIZED (
  SELECT DISTINCT source.rule_id, threat.stride_id AS threat_id
  FROM rule_source AS source
  JOIN rule_stride AS threat
    ON threat.rule_revision_id = source.rule_revision_id
  CROSS JOIN tool_rule ON tool_rule.rule_id = source.rule_id
  WHERE (
      :framework IS NULL
      OR source.rule_id IN (
        SELECT member.rule_id
        FROM rule_member AS member
        JOIN wanted ON wanted.framework_id = member.framework_id
      )
    )
),
-- Results by rule and resource, so that a threat's findings are summed once.
result AS MATERIALIZED (
  SELECT
    rule_id,
    resource_id,
    sum(is_failing) AS failing,
    sum(status_id = 1 AND NOT is_failing) AS waived,
    sum(is_failing AND severity_id = 1) AS critical,
    sum(is_failing AND severity_id = 2) AS high,
    sum(status_id = 5) AS passing
  FROM (
    SELECT
      cell.rule_id,
      finding.resource_id,
      event.status_id,
      event.severity_id,
      event.status_id = 1
        AND event.finding_id NOT IN (SELECT finding_id FROM waived_finding)
        AS is_failing
    FROM in_force
    CROSS JOIN event ON event.event_id = in_force.event_id
    CROSS JOIN finding ON finding.finding_id = event.finding_id
    CROSS JOIN cell ON cell.cell_id = finding.cell_id
    CROSS JOIN account ON account.account_id = cell.account_id
    WHERE event.status_id IN (1, 5)
      AND event.is_muted = 0
      AND (:account IS NULL OR account.key = :account)
  ) AS verdict
  GROUP BY rule_id, resource_id
),
exposure AS (
  SELECT
    rule_threat.threat_id,
    count(DISTINCT rule_threat.rule_id) AS rules,
    count(DISTINCT iif(result.failing > 0, result.rule_id, NULL))
      AS rules_failing,
    ifnull(sum(result.failing), 0) AS failing,
    ifnull(sum(result.waived), 0) AS waived,
    ifnull(sum(result.critical), 0) AS critical,
    ifnull(sum(result.high), 0) AS high,
    ifnull(sum(result.passing), 0) AS passing,
    count(DISTINCT iif(result.failing > 0, result.resource_id, NULL))
      AS resources_failing
  FROM rule_threat
  LEFT JOIN result ON result.rule_id = rule_threat.rule_id
  GROUP BY rule_threat.threat_id
)
SELECT
  stride.key AS category,
  exposure.rules,
  exposure.rules_failing,
  exposure.failing,
  exposure.waived,
  exposure.critical,
  exposure.high,
  exposure.passing,
  exposure.resources_failing
FROM exposure
JOIN stride ON stride.stride_id = exposure.threat_id
ORDER BY
  exposure.failing DESC,
  exposure.critical DESC,
  exposure.high DESC,
  exposure.threat_id;
