-- Frameworks by how much of their evidence fails at a moment, worst first.
--
-- One row per framework. A rule or finding that belongs to several is
-- counted in each. Findings are passing, failing, manual, muted or not
-- applicable.
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
-- @column failing                    INTEGER  Findings that fail unmuted.
-- @column manual                     INTEGER  Unmuted: manual, error, unknown.
-- @column muted                      INTEGER  Findings that are suppressed.
-- @column resources_failing          INTEGER  Resources that fail unmuted.
-- @column requirements               INTEGER  Those of all its editions.
-- @column requirements_failing       INTEGER  Those with status fail.
-- @column requirements_waived        INTEGER  Those with status waived.
-- @column requirements_manual        INTEGER  Those with status manual.
-- @column requirements_stale         INTEGER  Those with status stale.
-- @column requirements_passing       INTEGER  Those with status pass.
-- @column requirements_not_evaluated INTEGER  Those that nothing evaluated.
-- @column oldest_evidence_at         TEXT     The oldest last confirmation.
-- @column newest_evidence_at         TEXT     The newest one.
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
-- Requirements that were known: a mapping of a revision names them.
known_requirement AS MATERIALIZED (
  SELECT DISTINCT member.requirement_id
  FROM rule_revision AS revision
  CROSS JOIN mapping_set_member AS member
    ON member.mapping_set_id = revision.mapping_set_id
  WHERE ifnull(revision.recorded_in <= :known_at, 1)
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
-- Each rule and requirement that it is evidence for.
rule_mapping AS (
  SELECT DISTINCT source.rule_id, mapping.requirement_id
  FROM rule_source AS source
  JOIN rule_revision AS revision
    ON revision.rule_revision_id = source.rule_revision_id
  JOIN mapping_set_member AS mapping
    ON mapping.mapping_set_id = revision.mapping_set_id
),
-- Each rule and framework that it belongs to, by scope or mapping.
rule_member AS MATERIALIZED (
  SELECT source.rule_id, scope.framework_id
  FROM rule_source AS source
  JOIN rule_scope AS scope
    ON scope.rule_revision_id = source.rule_revision_id
  UNION
  SELECT mapping.rule_id, edition.framework_id
  FROM rule_mapping AS mapping
  JOIN requirement ON requirement.requirement_id = mapping.requirement_id
  JOIN edition ON edition.edition_id = requirement.edition_id
),
-- The framework asked for, by key or alias; all of them where none is.
wanted AS MATERIALIZED (
  SELECT framework_id, key
  FROM framework
  WHERE :framework IS NULL
    OR lower(key) = lower(:framework)
    OR framework_id IN (
      SELECT framework_id
      FROM framework_alias
      WHERE alias = lower(:framework)
    )
),
-- When each cell was last covered. The cache tells it, but for the present
-- only. For another moment, scans that cover the same sets need but one look.
confirmed AS MATERIALIZED (
  SELECT cell_id, last_covered_at AS confirmed_at
  FROM cell
  WHERE :as_of IS NULL
    AND :known_at IS NULL
  UNION ALL
  SELECT cell.cell_id, max(newest.scanned_at)
  FROM (
    SELECT scan.tool_id, account_id, rule_set_id, region_set_id,
      max(scan.scanned_at) AS scanned_at
    FROM scan
    JOIN scan_coverage AS coverage ON coverage.scan_id = scan.scan_id
    WHERE ifnull(:as_of, :known_at) IS NOT NULL
      AND ifnull(scan.scanned_at <= :as_of, 1)
      AND ifnull(scan.ingest_id <= :known_at, 1)
    GROUP BY scan.tool_id, account_id, rule_set_id, region_set_id
  ) AS newest
  CROSS JOIN cell
    ON cell.account_id = newest.account_id
    AND cell.rule_id IN (
      SELECT rule_id
      FROM rule_set_member
      WHERE rule_set_id = newest.rule_set_id
      UNION ALL
      SELECT rule.rule_id
      FROM catalog
      JOIN rule ON rule.catalog_id = catalog.catalog_id
      WHERE newest.rule_set_id = 0
        AND catalog.tool_id = newest.tool_id
    )
  LEFT JOIN region_set_member AS member
    ON member.region_set_id = newest.region_set_id
    AND member.region_id = cell.region_id
  WHERE newest.region_set_id = 0
    OR member.region_id IS NOT NULL
  GROUP BY cell.cell_id
),
tool_rule AS MATERIALIZED (
  -- A rule that no scan has described is only a name.
  SELECT rule.rule_id
  FROM rule
  CROSS JOIN catalog ON catalog.catalog_id = rule.catalog_id
  CROSS JOIN rule_in_force AS described ON described.rule_id = rule.rule_id
  WHERE catalog.tool_id IS NOT NULL
    AND described.rule_revision_id IS NOT NULL
),
rule_evidence AS MATERIALIZED (
  SELECT
    cell.rule_id,
    max(event.status_id IN (1, 3, 5, 6)) AS is_evaluated,
    sum(event.status_id = 5 AND event.is_muted = 0) AS passing,
    sum(event.status_id = 1 AND event.is_muted = 0) AS failing,
    sum(event.is_muted) AS muted,
    sum(event.status_id IN (2, 3, 4) OR event.is_muted = 1) AS undecided,
    min(confirmed.confirmed_at) AS oldest_at,
    max(confirmed.confirmed_at) AS newest_at
  FROM in_force
  CROSS JOIN event ON event.event_id = in_force.event_id
  CROSS JOIN finding ON finding.finding_id = event.finding_id
  CROSS JOIN cell ON cell.cell_id = finding.cell_id
  CROSS JOIN account ON account.account_id = cell.account_id
  LEFT JOIN confirmed ON confirmed.cell_id = cell.cell_id
  WHERE event.status_id <> 7
    AND (:account IS NULL OR account.key = :account)
  GROUP BY cell.rule_id
),
requirement_evidence AS (
  SELECT
    mapping.requirement_id,
    count(*) AS rules_mapped,
    sum(rule_evidence.is_evaluated) AS rules_evaluated,
    ifnull(sum(rule_evidence.passing), 0) AS passing,
    ifnull(sum(rule_evidence.failing), 0) AS failing,
    sum(rule_evidence.muted) AS muted,
    ifnull(sum(rule_evidence.undecided), 0) AS undecided,
    min(rule_evidence.oldest_at) AS oldest_at,
    max(rule_evidence.newest_at) AS newest_at
  FROM rule_mapping AS mapping
  CROSS JOIN tool_rule ON tool_rule.rule_id = mapping.rule_id
  LEFT JOIN rule_evidence ON rule_evidence.rule_id = mapping.rule_id
  GROUP BY mapping.requirement_id
),
evidence AS (
  SELECT
    requirement_id,
    CASE
      WHEN failing > 0 THEN 'fail'
      WHEN undecided > 0 THEN 'manual'
      WHEN passing > 0
        AND oldest_at / 1000000 < ifnull(:as_of / 1000000, unixepoch())
          - 86400 * (
            SELECT CAST(value AS INTEGER)
            FROM setting
            WHERE key = 'freshness_days'
          )
        THEN 'stale'
      WHEN passing > 0 THEN 'pass'
      ELSE 'not_evaluated'
    END AS status,
    rules_mapped,
    rules_evaluated,
    passing,
    failing,
    muted,
    oldest_at,
    newest_at
  FROM requirement_evidence
),
failing_resource AS (
  SELECT
    member.framework_id,
    count(DISTINCT failure.resource_id) AS resources_failing
  FROM (
    SELECT DISTINCT cell.rule_id, finding.resource_id
    FROM in_force
    CROSS JOIN event ON event.event_id = in_force.event_id
    CROSS JOIN finding ON finding.finding_id = event.finding_id
    CROSS JOIN cell ON cell.cell_id = finding.cell_id
    CROSS JOIN account ON account.account_id = cell.account_id
    WHERE event.status_id = 1
      AND event.is_muted = 0
      AND (:account IS NULL OR account.key = :account)
  ) AS failure
  CROSS JOIN rule_member AS member ON member.rule_id = failure.rule_id
  CROSS JOIN wanted ON wanted.framework_id = member.framework_id
  GROUP BY member.framework_id
),
member_sum AS (
  SELECT
    member.framework_id,
    count(*) AS rules,
    sum(rule_evidence.is_evaluated) AS rules_evaluated,
    sum(rule_evidence.passing) AS passing,
    sum(rule_evidence.failing) AS failing,
    sum(rule_evidence.undecided - rule_evidence.muted) AS manual,
    sum(rule_evidence.muted) AS muted,
    min(rule_evidence.oldest_at) AS oldest_at,
    max(rule_evidence.newest_at) AS newest_at
  FROM rule_member AS member
  CROSS JOIN tool_rule ON tool_rule.rule_id = member.rule_id
  LEFT JOIN rule_evidence ON rule_evidence.rule_id = member.rule_id
  GROUP BY member.framework_id
),
requirement_sum AS (
  SELECT
    edition.framework_id,
    count(*) AS requirements,
    sum(evidence.status = 'fail') AS failing,
    sum(evidence.status = 'manual') AS manual,
    sum(evidence.status = 'stale') AS stale,
    sum(evidence.status = 'pass') AS passing,
    sum(ifnull(evidence.status, 'not_evaluated') = 'not_evaluated')
      AS not_evaluated
  FROM edition
  CROSS JOIN requirement ON requirement.edition_id = edition.edition_id
  JOIN known_requirement
    ON known_requirement.requirement_id = requirement.requirement_id
  LEFT JOIN evidence
    ON evidence.requirement_id = requirement.requirement_id
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
  ifnull(member_sum.manual, 0) AS manual,
  ifnull(member_sum.muted, 0) AS muted,
  ifnull(failing_resource.resources_failing, 0) AS resources_failing,
  ifnull(requirement_sum.requirements, 0) AS requirements,
  ifnull(requirement_sum.failing, 0) AS requirements_failing,
  0 AS requirements_waived,
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
ORDER BY failing DESC, requirements_failing DESC, framework;
