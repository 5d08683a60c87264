-- Failing findings by weakness (CWE) or STRIDE category, by quarter.
--
-- One row per quarter, oldest first, and weakness or category that a scanner's
-- check looks for, by its own rule or an equivalent: what held at the end of
-- the quarter or, in the last one, at the moment. Which checks look for what,
-- and belong to the framework, is told as of the moment. A finding may count
-- under several.
--
-- @param by        TEXT     One of cwe, stride; NULL is stride.
-- @param framework TEXT     Key or alias, in any case; NULL is all.
-- @param account   TEXT     As its provider names it; NULL is all.
-- @param from_at   INTEGER  Microseconds of UTC, exclusive: from the quarter
--                           in which it is; NULL is the last four.
-- @param as_of     INTEGER  Microseconds of UTC, inclusive; NULL is now.
-- @param known_at  INTEGER  The last ingest to believe; NULL is all.
-- @column quarter           TEXT     Such as 2026-Q2.
-- @column is_complete       INTEGER  0 where it is not over at the moment.
-- @column threat            TEXT     Such as CWE-311 or tampering.
-- @column name              TEXT     In MITRE's list, where known.
-- @column failing           INTEGER  Fail, not muted, not waived.
-- @column waived            INTEGER  Fail, not muted, but accepted.
-- @column findings          INTEGER  Those and those that pass unmuted.
-- @column resources_failing INTEGER  Resources with a failing finding.
-- @column change            INTEGER  Failing, less that of the quarter before.
-- @uses quarter, stretch, asked_cell, rule_member, rule_source, tool_rule,
--       waived_interval, wanted
WITH
asked_rule AS MATERIALIZED (
  SELECT rule_id
  FROM tool_rule
  WHERE :framework IS NULL
    OR rule_id IN (
      SELECT member.rule_id
      FROM rule_member AS member
      CROSS JOIN wanted ON wanted.framework_id = member.framework_id
    )
),
rule_threat AS MATERIALIZED (
  SELECT DISTINCT
    source.rule_id,
    revision.cwe_id AS threat_id,
    'CWE-' || revision.cwe_id AS threat,
    cwe.name
  FROM rule_source AS source
  CROSS JOIN asked_rule ON asked_rule.rule_id = source.rule_id
  CROSS JOIN rule_revision AS revision
    ON revision.rule_revision_id = source.rule_revision_id
  LEFT JOIN cwe ON cwe.cwe_id = revision.cwe_id
  WHERE :by = 'cwe'
    AND revision.cwe_id IS NOT NULL
  UNION ALL
  SELECT DISTINCT source.rule_id, stride.stride_id, stride.key, NULL
  FROM rule_source AS source
  CROSS JOIN asked_rule ON asked_rule.rule_id = source.rule_id
  CROSS JOIN rule_stride AS threat
    ON threat.rule_revision_id = source.rule_revision_id
  CROSS JOIN stride ON stride.stride_id = threat.stride_id
  WHERE ifnull(:by, 'stride') = 'stride'
),
accepted AS MATERIALIZED (
  SELECT DISTINCT quarter.number, waived.finding_id
  FROM waived_interval AS waived
  CROSS JOIN quarter
    ON quarter.ends_at >= waived.starts_at
    AND quarter.ends_at < waived.ends_at
  WHERE waived.requirement_id = 0
    AND (
      waived.framework_id = 0
      OR :framework IS NOT NULL
      AND waived.framework_id IN (SELECT framework_id FROM wanted)
    )
),
verdict AS MATERIALIZED (
  SELECT
    quarter.number,
    cell.rule_id,
    finding.resource_id,
    stretch.status_id = 1 AS is_unmet,
    stretch.status_id = 1 AND accepted.finding_id IS NOT NULL AS is_waived
  FROM stretch
  CROSS JOIN quarter
    ON quarter.ends_at >= stretch.since_at
    AND quarter.ends_at < stretch.until_at
  CROSS JOIN finding ON finding.finding_id = stretch.finding_id
  CROSS JOIN asked_cell AS cell ON cell.cell_id = finding.cell_id
  LEFT JOIN accepted
    ON accepted.finding_id = stretch.finding_id
    AND accepted.number = quarter.number
  WHERE stretch.status_id IN (1, 5)
    AND stretch.is_muted = 0
),
-- By rule, so that a threat's findings are summed once.
result AS MATERIALIZED (
  SELECT
    number,
    rule_id,
    count(*) AS findings,
    sum(is_unmet AND NOT is_waived) AS failing,
    sum(is_waived) AS waived
  FROM verdict
  GROUP BY number, rule_id
),
exposed AS MATERIALIZED (
  SELECT
    verdict.number,
    rule_threat.threat_id,
    count(DISTINCT verdict.resource_id) AS resources
  FROM verdict
  CROSS JOIN rule_threat ON rule_threat.rule_id = verdict.rule_id
  WHERE verdict.is_unmet
    AND NOT verdict.is_waived
  GROUP BY verdict.number, rule_threat.threat_id
),
exposure AS (
  SELECT
    quarter.number,
    quarter.name AS quarter,
    quarter.is_complete,
    rule_threat.threat_id,
    rule_threat.threat,
    rule_threat.name,
    ifnull(sum(result.failing), 0) AS failing,
    ifnull(sum(result.waived), 0) AS waived,
    ifnull(sum(result.findings), 0) AS findings
  FROM quarter
  CROSS JOIN rule_threat
  LEFT JOIN result
    ON result.number = quarter.number
    AND result.rule_id = rule_threat.rule_id
  GROUP BY quarter.number, rule_threat.threat_id
)
SELECT
  exposure.quarter,
  exposure.is_complete,
  exposure.threat,
  exposure.name,
  exposure.failing,
  exposure.waived,
  exposure.findings,
  ifnull(exposed.resources, 0) AS resources_failing,
  exposure.failing - lag(exposure.failing) OVER (
    PARTITION BY exposure.threat_id
    ORDER BY exposure.number
  ) AS change
FROM exposure
LEFT JOIN exposed
  ON exposed.number = exposure.number
  AND exposed.threat_id = exposure.threat_id
ORDER BY exposure.number, exposure.threat_id;
