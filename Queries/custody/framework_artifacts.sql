-- The scans and files behind a framework's findings at a moment.
--
-- One row per framework and scan that says what holds of a finding, or that
-- was the last to confirm one, oldest first.
--
-- @param framework TEXT     Key or alias, in any case; NULL is all.
-- @param account   TEXT     As its provider names it; NULL is all.
-- @param as_of     INTEGER  Microseconds of UTC, inclusive; NULL is now.
-- @param known_at  INTEGER  The last ingest to believe; NULL is all.
-- @column framework          TEXT     Its key.
-- @column scan_id            INTEGER  The number of the scan.
-- @column scanned_at         TEXT     When it ran.
-- @column tool               TEXT     The scanner.
-- @column tool_version       TEXT     As the scanner writes it.
-- @column path               TEXT     Where the file was.
-- @column artifact_sha256    TEXT     The SHA-256 of the file.
-- @column format             TEXT     What the file was read as.
-- @column byte_count         INTEGER  How long the file is.
-- @column findings_told      INTEGER  Findings whose state it told.
-- @column findings_confirmed INTEGER  Findings that it confirmed last.
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
holding AS MATERIALIZED (
  SELECT finding.cell_id, event.scan_id, count(*) AS findings
  FROM in_force
  CROSS JOIN event ON event.event_id = in_force.event_id
  CROSS JOIN finding ON finding.finding_id = event.finding_id
  WHERE event.status_id <> 7
  GROUP BY finding.cell_id, event.scan_id
),
cell_total AS MATERIALIZED (
  SELECT cell_id, sum(findings) AS findings
  FROM holding
  GROUP BY cell_id
),
-- Of scans of one instant, each that covered a cell confirms it.
confirming AS (
  SELECT cell.cell_id, scan.scan_id, cell_total.findings
  FROM cell_total
  CROSS JOIN confirmed ON confirmed.cell_id = cell_total.cell_id
  CROSS JOIN cell ON cell.cell_id = cell_total.cell_id
  CROSS JOIN rule ON rule.rule_id = cell.rule_id
  CROSS JOIN catalog ON catalog.catalog_id = rule.catalog_id
  CROSS JOIN scan
    ON scan.tool_id = catalog.tool_id
    AND scan.scanned_at = confirmed.confirmed_at
  WHERE ifnull(scan.ingest_id <= :known_at, 1)
    AND EXISTS (
      SELECT 1
      FROM scan_coverage AS coverage
      LEFT JOIN rule_set_member AS rule_member
        ON rule_member.rule_set_id = coverage.rule_set_id
        AND rule_member.rule_id = cell.rule_id
      LEFT JOIN region_set_member AS region_member
        ON region_member.region_set_id = coverage.region_set_id
        AND region_member.region_id = cell.region_id
      WHERE coverage.scan_id = scan.scan_id
        AND coverage.account_id = cell.account_id
        AND (
          coverage.rule_set_id = 0 OR rule_member.rule_id IS NOT NULL
        )
        AND (
          coverage.region_set_id = 0 OR region_member.region_id IS NOT NULL
        )
    )
),
behind AS MATERIALIZED (
  SELECT cell_id, scan_id, findings AS told, 0 AS confirmed
  FROM holding
  UNION ALL
  SELECT cell_id, scan_id, 0, findings
  FROM confirming
),
by_rule AS (
  SELECT
    cell.rule_id,
    behind.scan_id,
    sum(behind.told) AS told,
    sum(behind.confirmed) AS confirmed
  FROM behind
  CROSS JOIN cell ON cell.cell_id = behind.cell_id
  CROSS JOIN account ON account.account_id = cell.account_id
  WHERE :account IS NULL
    OR account.key = :account
  GROUP BY cell.rule_id, behind.scan_id
)
SELECT
  wanted.key AS framework,
  scan.scan_id,
  strftime('%Y-%m-%dT%H:%M:%SZ', scan.scanned_at / 1000000, 'unixepoch')
    AS scanned_at,
  tool.key AS tool,
  scan.tool_version,
  artifact.path,
  lower(hex(artifact.sha256)) AS artifact_sha256,
  artifact.format,
  artifact.byte_count,
  sum(by_rule.told) AS findings_told,
  sum(by_rule.confirmed) AS findings_confirmed
FROM by_rule
CROSS JOIN rule_member AS member ON member.rule_id = by_rule.rule_id
CROSS JOIN wanted ON wanted.framework_id = member.framework_id
CROSS JOIN scan ON scan.scan_id = by_rule.scan_id
CROSS JOIN tool ON tool.tool_id = scan.tool_id
CROSS JOIN artifact ON artifact.artifact_id = scan.artifact_id
GROUP BY wanted.framework_id, scan.scan_id
ORDER BY wanted.key, scan.scanned_at, artifact.sha256, tool.key;
