-- Which single fix closes the most requirements: what fails under one check.
--
-- One row per check with a failing finding, the best fix first. A requirement
-- is closed where no other check of it fails, and a framework where no other
-- check that belongs to it does. Muted and accepted findings do not count,
-- those that are accepted for a requirement or framework alone not there.
--
-- @param framework TEXT     Key or alias, in any case; NULL is all.
-- @param account   TEXT     As its provider names it; NULL is all.
-- @param as_of     INTEGER  Microseconds of UTC, inclusive; NULL is now.
-- @param known_at  INTEGER  The last ingest to believe; NULL is all.
-- @column tool                TEXT     The scanner.
-- @column rule                TEXT     The scanner's check.
-- @column title               TEXT     The rule's title at the moment.
-- @column failing             INTEGER  Findings that fail and are not accepted
--                                      in general.
-- @column resources           INTEGER  Resources of these.
-- @column worst_severity      TEXT     The worst of them.
-- @column requirements        INTEGER  Requirements that fail by it.
-- @column requirements_closed INTEGER  Those that fail by nothing else.
-- @column frameworks          INTEGER  Frameworks with a failure of it.
-- @column frameworks_closed   INTEGER  Those in which nothing else fails.
-- @column closes              TEXT     Edition and number of each requirement
--                                      that is closed, sorted.
-- @column recommendation      TEXT     What the rule advises.
-- @uses in_force, waived, rule_in_force, rule_mapping, rule_member, wanted
WITH
-- Unmuted failures that are not accepted in general.
failure AS MATERIALIZED (
  SELECT
    event.finding_id,
    cell.rule_id,
    finding.resource_id,
    event.severity_id,
    event.finding_id IN (
      SELECT finding_id
      FROM waived
    ) AS is_limited
  FROM in_force
  CROSS JOIN event ON event.event_id = in_force.event_id
  CROSS JOIN finding ON finding.finding_id = event.finding_id
  CROSS JOIN cell ON cell.cell_id = finding.cell_id
  CROSS JOIN account ON account.account_id = cell.account_id
  WHERE event.status_id = 1
    AND event.is_muted = 0
    AND event.finding_id NOT IN (
      SELECT finding_id
      FROM waived
      WHERE framework_id = 0
        AND requirement_id = 0
    )
    AND (:account IS NULL OR account.key = :account)
),
failing_rule AS MATERIALIZED (
  SELECT
    rule_id,
    count(*) AS failing,
    count(DISTINCT resource_id) AS resources,
    min(severity_id) AS severity_id,
    min(is_limited) AS is_limited
  FROM failure
  GROUP BY rule_id
),
-- Few waivers are limited: most checks have a failure without.
failing_requirement AS MATERIALIZED (
  SELECT failing_rule.rule_id, mapping.requirement_id, edition.framework_id
  FROM failing_rule
  CROSS JOIN rule_mapping AS mapping
    ON mapping.rule_id = failing_rule.rule_id
  CROSS JOIN requirement
    ON requirement.requirement_id = mapping.requirement_id
  CROSS JOIN edition ON edition.edition_id = requirement.edition_id
  WHERE failing_rule.is_limited = 0
    OR EXISTS (
      SELECT 1
      FROM failure
      WHERE failure.rule_id = failing_rule.rule_id
        AND NOT EXISTS (
          SELECT 1
          FROM waived
          WHERE waived.finding_id = failure.finding_id
            AND (
              waived.requirement_id = mapping.requirement_id
              OR waived.framework_id = edition.framework_id
            )
        )
    )
),
failing_framework AS MATERIALIZED (
  SELECT failing_rule.rule_id, member.framework_id
  FROM failing_rule
  CROSS JOIN rule_member AS member ON member.rule_id = failing_rule.rule_id
  WHERE failing_rule.is_limited = 0
    OR EXISTS (
      SELECT 1
      FROM failure
      WHERE failure.rule_id = failing_rule.rule_id
        AND NOT EXISTS (
          SELECT 1
          FROM waived
          WHERE waived.finding_id = failure.finding_id
            AND waived.framework_id = member.framework_id
        )
    )
),
requirement_count AS MATERIALIZED (
  SELECT requirement_id, count(*) AS rules
  FROM failing_requirement
  GROUP BY requirement_id
),
framework_count AS MATERIALIZED (
  SELECT framework_id, count(*) AS rules
  FROM failing_framework
  GROUP BY framework_id
),
by_requirement AS MATERIALIZED (
  SELECT
    rule_id,
    count(*) AS requirements,
    sum(is_closed) AS closed,
    group_concat(iif(is_closed, name, NULL), ', ') AS closes
  FROM (
    SELECT
      failing.rule_id,
      requirement_count.rules = 1 AS is_closed,
      edition.key || ' ' || requirement.key AS name
    FROM failing_requirement AS failing
    CROSS JOIN wanted ON wanted.framework_id = failing.framework_id
    CROSS JOIN requirement_count
      ON requirement_count.requirement_id = failing.requirement_id
    CROSS JOIN requirement
      ON requirement.requirement_id = failing.requirement_id
    CROSS JOIN edition ON edition.edition_id = requirement.edition_id
    ORDER BY failing.rule_id, edition.key, requirement.key
  )
  GROUP BY rule_id
),
by_framework AS MATERIALIZED (
  SELECT
    failing.rule_id,
    count(*) AS frameworks,
    sum(framework_count.rules = 1) AS closed
  FROM failing_framework AS failing
  CROSS JOIN wanted ON wanted.framework_id = failing.framework_id
  CROSS JOIN framework_count
    ON framework_count.framework_id = failing.framework_id
  GROUP BY failing.rule_id
)
SELECT
  tool.key AS tool,
  rule.key AS rule,
  revision.title,
  failing_rule.failing,
  failing_rule.resources,
  severity.key AS worst_severity,
  ifnull(by_requirement.requirements, 0) AS requirements,
  ifnull(by_requirement.closed, 0) AS requirements_closed,
  ifnull(by_framework.frameworks, 0) AS frameworks,
  ifnull(by_framework.closed, 0) AS frameworks_closed,
  by_requirement.closes,
  revision.recommendation
FROM failing_rule
CROSS JOIN rule ON rule.rule_id = failing_rule.rule_id
CROSS JOIN catalog ON catalog.catalog_id = rule.catalog_id
CROSS JOIN tool ON tool.tool_id = catalog.tool_id
CROSS JOIN severity ON severity.severity_id = failing_rule.severity_id
LEFT JOIN by_requirement ON by_requirement.rule_id = failing_rule.rule_id
LEFT JOIN by_framework ON by_framework.rule_id = failing_rule.rule_id
LEFT JOIN rule_in_force AS own ON own.rule_id = failing_rule.rule_id
LEFT JOIN rule_revision AS revision
  ON revision.rule_revision_id = own.rule_revision_id
WHERE :framework IS NULL
  OR by_framework.rule_id IS NOT NULL
  OR by_requirement.rule_id IS NOT NULL
ORDER BY
  requirements_closed DESC,
  frameworks_closed DESC,
  requirements DESC,
  frameworks DESC,
  failing_rule.failing,
  tool.key,
  rule.key;
