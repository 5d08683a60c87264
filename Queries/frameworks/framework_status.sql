-- Frameworks by how much of their evidence fails at a moment, worst first.
--
-- One row per framework that a rule was known to belong to. A rule or finding
-- that belongs to several is counted in each. Findings are passing, failing,
-- waived, manual, muted or not applicable.
--
-- @param framework TEXT     Key or alias, in any case; NULL is all.
-- @param account   TEXT     As its provider names it; NULL is all.
-- @param as_of     INTEGER  Microseconds of UTC, inclusive; NULL is now.
-- @param known_at  INTEGER  The last ingest to believe; NULL is all.
-- @column framework                  TEXT     Its key.
-- @column title                      TEXT     Its title.
-- @column editions                   TEXT     The keys of its editions.
-- @column rules                      INTEGER  Checks that belong to it.
-- @column rules_evaluated            INTEGER  Those of them with a result.
-- @column passing                    INTEGER  Findings that pass.
-- @column failing                    INTEGER  Fail, not muted, not waived.
-- @column waived                     INTEGER  Fail, not muted, but accepted.
-- @column manual                     INTEGER  Unmuted: manual, error, unknown.
-- @column muted                      INTEGER  Findings that are suppressed.
-- @column resources_failing          INTEGER  Resources with a failing one.
-- @column requirements               INTEGER  Those of all its editions.
-- @column requirements_failing       INTEGER  Those with status fail.
-- @column requirements_waived        INTEGER  Those with status waived.
-- @column requirements_manual        INTEGER  Those with status manual.
-- @column requirements_stale         INTEGER  Those with status stale.
-- @column requirements_passing       INTEGER  Those with status pass.
-- @column requirements_not_evaluated INTEGER  Those that nothing evaluated.
-- @column oldest_evidence_at         TEXT     The oldest last confirmation.
-- @column newest_evidence_at         TEXT     The newest one.
-- @uses in_force, rule_member, wanted, tool_rule, rule_evidence, evidence,
--       known_requirement, waived
WITH
-- Frameworks that were known: a revision names them, or one of their
-- requirements.
known_framework AS MATERIALIZED (
  SELECT scope.framework_id
  FROM rule_revision AS revision
  CROSS JOIN rule_scope AS scope
    ON scope.rule_revision_id = revision.rule_revision_id
  WHERE ifnull(revision.recorded_in <= :known_at, 1)
  UNION
  SELECT edition.framework_id
  FROM known_requirement AS known
  CROSS JOIN requirement ON requirement.requirement_id = known.requirement_id
  CROSS JOIN edition ON edition.edition_id = requirement.edition_id
),
-- Unmuted failures that are not accepted in general.
failure AS MATERIALIZED (
  SELECT
    event.finding_id,
    cell.rule_id,
    finding.resource_id,
    limited.finding_id IS NOT NULL AS is_limited
  FROM in_force
  CROSS JOIN event ON event.event_id = in_force.event_id
  CROSS JOIN finding ON finding.finding_id = event.finding_id
  CROSS JOIN cell ON cell.cell_id = finding.cell_id
  CROSS JOIN account ON account.account_id = cell.account_id
  LEFT JOIN waived AS general
    ON general.finding_id = event.finding_id
    AND general.framework_id = 0
    AND general.requirement_id = 0
  LEFT JOIN (
    SELECT DISTINCT finding_id
    FROM waived
    WHERE framework_id <> 0
  ) AS limited ON limited.finding_id = event.finding_id
  WHERE event.status_id = 1
    AND event.is_muted = 0
    AND general.finding_id IS NULL
    AND (:account IS NULL OR account.key = :account)
),
-- Those that are accepted for one of their frameworks.
accepted AS MATERIALIZED (
  SELECT member.framework_id, failure.rule_id, failure.finding_id
  FROM failure
  CROSS JOIN rule_member AS member ON member.rule_id = failure.rule_id
  WHERE failure.is_limited
    AND (failure.finding_id, member.framework_id, 0) IN waived
),
waived_here AS (
  SELECT framework_id, rule_id, count(*) AS waived
  FROM accepted
  GROUP BY framework_id, rule_id
),
failing_resource AS (
  SELECT
    member.framework_id,
    count(DISTINCT failing.resource_id) AS resources_failing
  FROM (
    -- Few waivers are for one framework: the rest is counted by rule.
    SELECT DISTINCT rule_id, resource_id, NULL AS finding_id
    FROM failure
    WHERE NOT is_limited
    UNION ALL
    SELECT rule_id, resource_id, finding_id
    FROM failure
    WHERE is_limited
  ) AS failing
  CROSS JOIN rule_member AS member ON member.rule_id = failing.rule_id
  CROSS JOIN wanted ON wanted.framework_id = member.framework_id
  WHERE (member.framework_id, failing.finding_id) NOT IN (
      SELECT framework_id, finding_id
      FROM accepted
    )
    OR failing.finding_id IS NULL
  GROUP BY member.framework_id
),
member_sum AS (
  SELECT
    member.framework_id,
    count(*) AS rules,
    sum(rule_evidence.is_evaluated) AS rules_evaluated,
    sum(rule_evidence.passing) AS passing,
    sum(rule_evidence.failing - ifnull(waived_here.waived, 0)) AS failing,
    sum(rule_evidence.waived + ifnull(waived_here.waived, 0)) AS waived,
    sum(rule_evidence.undecided - rule_evidence.muted) AS manual,
    sum(rule_evidence.muted) AS muted,
    min(rule_evidence.oldest_at) AS oldest_at,
    max(rule_evidence.newest_at) AS newest_at
  FROM rule_member AS member
  CROSS JOIN tool_rule ON tool_rule.rule_id = member.rule_id
  LEFT JOIN rule_evidence ON rule_evidence.rule_id = member.rule_id
  LEFT JOIN waived_here
    ON waived_here.framework_id = member.framework_id
    AND waived_here.rule_id = member.rule_id
  GROUP BY member.framework_id
),
requirement_sum AS (
  SELECT
    edition.framework_id,
    count(*) AS requirements,
    sum(evidence.verdict_id = 1) AS failing,
    sum(evidence.verdict_id = 2) AS waived,
    sum(evidence.verdict_id = 3) AS manual,
    sum(evidence.verdict_id = 4) AS stale,
    sum(evidence.verdict_id = 5) AS passing,
    sum(evidence.verdict_id = 6) AS not_evaluated
  FROM evidence
  CROSS JOIN requirement
    ON requirement.requirement_id = evidence.requirement_id
  CROSS JOIN edition ON edition.edition_id = requirement.edition_id
  GROUP BY edition.framework_id
)
SELECT
  wanted.key AS framework,
  framework.title,
  (
    SELECT group_concat(listed.key, ', ')
    FROM (
      SELECT DISTINCT edition.key
      FROM edition
      CROSS JOIN requirement ON requirement.edition_id = edition.edition_id
      JOIN known_requirement
        ON known_requirement.requirement_id = requirement.requirement_id
      WHERE edition.framework_id = wanted.framework_id
      ORDER BY edition.key
    ) AS listed
  ) AS editions,
  ifnull(member_sum.rules, 0) AS rules,
  ifnull(member_sum.rules_evaluated, 0) AS rules_evaluated,
  ifnull(member_sum.passing, 0) AS passing,
  ifnull(member_sum.failing, 0) AS failing,
  ifnull(member_sum.waived, 0) AS waived,
  ifnull(member_sum.manual, 0) AS manual,
  ifnull(member_sum.muted, 0) AS muted,
  ifnull(failing_resource.resources_failing, 0) AS resources_failing,
  ifnull(requirement_sum.requirements, 0) AS requirements,
  ifnull(requirement_sum.failing, 0) AS requirements_failing,
  ifnull(requirement_sum.waived, 0) AS requirements_waived,
  ifnull(requirement_sum.manual, 0) AS requirements_manual,
  ifnull(requirement_sum.stale, 0) AS requirements_stale,
  ifnull(requirement_sum.passing, 0) AS requirements_passing,
  ifnull(requirement_sum.not_evaluated, 0) AS requirements_not_evaluated,
  strftime('%Y-%m-%dT%H:%M:%SZ', member_sum.oldest_at / 1000000, 'unixepoch')
    AS oldest_evidence_at,
  strftime('%Y-%m-%dT%H:%M:%SZ', member_sum.newest_at / 1000000, 'unixepoch')
    AS newest_evidence_at
FROM wanted
CROSS JOIN framework ON framework.framework_id = wanted.framework_id
LEFT JOIN member_sum ON member_sum.framework_id = wanted.framework_id
LEFT JOIN failing_resource
  ON failing_resource.framework_id = wanted.framework_id
LEFT JOIN requirement_sum
  ON requirement_sum.framework_id = wanted.framework_id
WHERE wanted.framework_id IN (SELECT framework_id FROM known_framework)
ORDER BY failing DESC, requirements_failing DESC, framework;
