-- Requirements by what their evidence says at a moment, worst first.
--
-- One row per edition and requirement, those that nothing checks included.
-- See requirements/requirement_evidence for what is behind a row.
--
-- @param framework TEXT     Key or alias, in any case; NULL is all.
-- @param edition   TEXT     Its key; NULL is all.
-- @param account   TEXT     As its provider names it; NULL is all.
-- @param as_of     INTEGER  Microseconds of UTC, inclusive; NULL is now.
-- @param known_at  INTEGER  The last ingest to believe; NULL is all.
-- @column framework          TEXT     Its key.
-- @column edition            TEXT     Its key.
-- @column requirement        TEXT     Its number in the edition.
-- @column title              TEXT     Its title.
-- @column status             TEXT     From fail to not_evaluated.
-- @column rules_mapped       INTEGER  Checks that are evidence for it.
-- @column rules_evaluated    INTEGER  Those of them with a result.
-- @column passing            INTEGER  Findings that pass.
-- @column failing            INTEGER  Findings that fail unmuted.
-- @column waived             INTEGER  Failing but accepted; none yet.
-- @column muted              INTEGER  Findings that are suppressed.
-- @column oldest_evidence_at TEXT     The oldest last confirmation.
-- @column newest_evidence_at TEXT     The newest one.
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
)
SELECT
  wanted.key AS framework,
  edition.key AS edition,
  requirement.key AS requirement,
  requirement.title,
  ifnull(evidence.status, 'not_evaluated') AS status,
  ifnull(evidence.rules_mapped, 0) AS rules_mapped,
  ifnull(evidence.rules_evaluated, 0) AS rules_evaluated,
  ifnull(evidence.passing, 0) AS passing,
  ifnull(evidence.failing, 0) AS failing,
  0 AS waived,
  ifnull(evidence.muted, 0) AS muted,
  strftime('%Y-%m-%dT%H:%M:%SZ', evidence.oldest_at / 1000000, 'unixepoch')
    AS oldest_evidence_at,
  strftime('%Y-%m-%dT%H:%M:%SZ', evidence.newest_at / 1000000, 'unixepoch')
    AS newest_evidence_at
FROM wanted
CROSS JOIN edition ON edition.framework_id = wanted.framework_id
CROSS JOIN requirement ON requirement.edition_id = edition.edition_id
JOIN known_requirement
  ON known_requirement.requirement_id = requirement.requirement_id
LEFT JOIN evidence ON evidence.requirement_id = requirement.requirement_id
WHERE :edition IS NULL
  OR edition.key = :edition
ORDER BY
  CASE evidence.status
    WHEN 'fail' THEN 1
    WHEN 'manual' THEN 3
    WHEN 'stale' THEN 4
    WHEN 'pass' THEN 5
    ELSE 6
  END,
  framework,
  edition,
  requirement;
