-- Failing findings by weakness (CWE) at a moment, most first.
--
-- One row per CWE that a scanner's check looks for, by its own rule or an
-- equivalent. A finding may count under several.
--
-- @param account  TEXT     As its provider names it; NULL is all.
-- @param as_of    INTEGER  Microseconds of UTC, inclusive; NULL is now.
-- @param known_at INTEGER  The last ingest to believe; NULL is all.
-- @column cwe               TEXT     Such as CWE-311.
-- @column name              TEXT     Its name in MITRE's list, where known.
-- @column rules             INTEGER  Checks that look for it.
-- @column rules_failing     INTEGER  Those of them that fail.
-- @column failing           INTEGER  Findings that fail unmuted.
-- @column critical          INTEGER  Those of severity critical.
-- @column high              INTEGER  Those of severity high.
-- @column passing           INTEGER  Findings that pass unmuted.
-- @column resources_failing INTEGER  Resources with a failing finding.
WITH
-- The log up to the moment, as it was known. Joins are CROSS from here on, so
-- that their order is the one written, whatever statistics the file has.
known_event AS NOT MATERIALIZED (
  SELECT event_id, finding_id, since_at, until_at, scan_id, status_id
  FROM event
  WHERE since_at <= ifnull(:as_of, 9223372036854775806)
    AND ifnull(recorded_in <= :known_at, 1)
    AND (superseded_in IS NULL OR superseded_in > :known_at)
),
-- Each finding's event in force at the moment. until_at tells it, but under
-- present knowledge only: under an earlier one it is the newest then known.
in_force AS (
  SELECT event_id, finding_id
  FROM known_event AS event
  WHERE CASE
    WHEN :known_at IS NULL
      THEN until_at > ifnull(:as_of, 9223372036854775806)
    ELSE NOT EXISTS (
      SELECT 1
      FROM known_event AS later
      WHERE later.finding_id = event.finding_id
        AND later.since_at >= event.since_at
        AND (
          later.since_at > event.since_at
          OR (SELECT tie_break FROM scan WHERE scan_id = later.scan_id)
            > (SELECT tie_break FROM scan WHERE scan_id = event.scan_id)
        )
    )
  END
),
-- Each rule's revision in force at the moment: the nearest at or before it,
-- else the earliest after it.
rule_in_force AS MATERIALIZED (
  SELECT
    rule.rule_id,
    (
      SELECT revision.rule_revision_id
      FROM rule_revision AS revision
      WHERE revision.rule_id = rule.rule_id
        AND ifnull(revision.recorded_in <= :known_at, 1)
        AND (
          revision.superseded_in IS NULL
          OR revision.superseded_in > :known_at
        )
      ORDER BY
        revision.since_at > ifnull(:as_of, 9223372036854775806),
        abs(revision.since_at - ifnull(:as_of, 9223372036854775806)),
        revision.content_id DESC
      LIMIT 1
    ) AS rule_revision_id
  FROM rule
),
-- Each rule with the revisions that speak for it: its own, its equivalents'.
rule_source AS (
  SELECT rule_id, rule_revision_id
  FROM rule_in_force
  UNION
  SELECT pair.rule_id, equivalent.rule_revision_id
  FROM _equivalent AS pair
  JOIN rule_in_force AS equivalent
    ON equivalent.rule_id = pair.equivalent_rule_id
  WHERE ifnull(pair.recorded_in <= :known_at, 1)
    AND (pair.superseded_in IS NULL OR pair.superseded_in > :known_at)
),
rule_threat AS MATERIALIZED (
  SELECT DISTINCT source.rule_id, revision.cwe_id AS threat_id
  FROM rule_source AS source
  JOIN rule_revision AS revision
    ON revision.rule_revision_id = source.rule_revision_id
  JOIN rule ON rule.rule_id = source.rule_id
  CROSS JOIN catalog ON catalog.catalog_id = rule.catalog_id
  WHERE catalog.tool_id IS NOT NULL
    AND revision.cwe_id IS NOT NULL
),
-- Results by rule and resource, so that a threat's findings are summed once.
result AS MATERIALIZED (
  SELECT
    cell.rule_id,
    finding.resource_id,
    sum(event.status_id = 1) AS failing,
    sum(event.status_id = 1 AND event.severity_id = 1) AS critical,
    sum(event.status_id = 1 AND event.severity_id = 2) AS high,
    sum(event.status_id = 5) AS passing
  FROM in_force
  CROSS JOIN event ON event.event_id = in_force.event_id
  CROSS JOIN finding ON finding.finding_id = event.finding_id
  CROSS JOIN cell ON cell.cell_id = finding.cell_id
  CROSS JOIN account ON account.account_id = cell.account_id
  WHERE event.status_id IN (1, 5)
    AND event.is_muted = 0
    AND (:account IS NULL OR account.key = :account)
  GROUP BY cell.rule_id, finding.resource_id
),
exposure AS (
  SELECT
    rule_threat.threat_id,
    count(DISTINCT rule_threat.rule_id) AS rules,
    count(DISTINCT iif(result.failing > 0, result.rule_id, NULL))
      AS rules_failing,
    ifnull(sum(result.failing), 0) AS failing,
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
  'CWE-' || exposure.threat_id AS cwe,
  cwe.name,
  exposure.rules,
  exposure.rules_failing,
  exposure.failing,
  exposure.critical,
  exposure.high,
  exposure.passing,
  exposure.resources_failing
FROM exposure
LEFT JOIN cwe ON cwe.cwe_id = exposure.threat_id
ORDER BY
  exposure.failing DESC,
  exposure.critical DESC,
  exposure.high DESC,
  exposure.threat_id;
