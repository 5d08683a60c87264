-- Findings of a framework at a moment, worst first.
--
-- One row per framework and finding that is not gone, with the requirements
-- of that framework that it is evidence for.
--
-- @param framework TEXT     Key or alias, in any case; NULL is all.
-- @param account   TEXT     As its provider names it; NULL is all.
-- @param severity  TEXT     Exactly this one; NULL is all.
-- @param as_of     INTEGER  Microseconds of UTC, inclusive; NULL is now.
-- @param known_at  INTEGER  The last ingest to believe; NULL is all.
-- @column framework         TEXT     Its key.
-- @column tool              TEXT     The scanner.
-- @column provider          TEXT     The cloud or other provider.
-- @column account           TEXT     As the provider names it.
-- @column region            TEXT     As the provider names it.
-- @column rule              TEXT     The scanner's check.
-- @column title             TEXT     The rule's title at the moment.
-- @column resource          TEXT     As the provider names it.
-- @column discriminator     TEXT     Tells several results apart.
-- @column resource_name     TEXT     As the scanner shows it.
-- @column resource_type     TEXT     As the scanner shows it.
-- @column status            TEXT     What holds at the moment.
-- @column severity          TEXT     As the scan rated it.
-- @column is_muted          INTEGER  1 where the scanner suppresses it.
-- @column is_waived         INTEGER  1 where it is accepted.
-- @column since             TEXT     When it began to hold.
-- @column failing_since     TEXT     When its open failing episode began.
-- @column last_confirmed_at TEXT     The newest scan that looked at it.
-- @column requirements      TEXT     Edition and number of each, sorted.
-- @column detail            TEXT     What the scanner says.
-- @column artifact_sha256   TEXT     The file that says so.
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
-- As the view _finding_name, in a fixed order of joins.
finding_name AS NOT MATERIALIZED (
  SELECT
    finding.finding_id, finding.cell_id, finding.resource_id,
    cell.rule_id, cell.account_id, tool.key AS tool, account.provider,
    account.key AS account, region.key AS region, rule.key AS rule,
    resource.uid AS resource, finding.discriminator
  FROM finding
  CROSS JOIN cell ON cell.cell_id = finding.cell_id
  CROSS JOIN rule ON rule.rule_id = cell.rule_id
  CROSS JOIN catalog ON catalog.catalog_id = rule.catalog_id
  CROSS JOIN tool ON tool.tool_id = catalog.tool_id
  CROSS JOIN account ON account.account_id = cell.account_id
  CROSS JOIN region ON region.region_id = cell.region_id
  CROSS JOIN resource ON resource.resource_id = finding.resource_id
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
listed AS MATERIALIZED (
  SELECT
    member.rule_id,
    member.framework_id,
    wanted.key AS framework,
    revision.title,
    (
      SELECT group_concat(each.name, ', ')
      FROM (
        SELECT edition.key || ' ' || requirement.key AS name
        FROM rule_mapping AS mapping
        CROSS JOIN requirement
          ON requirement.requirement_id = mapping.requirement_id
        CROSS JOIN edition ON edition.edition_id = requirement.edition_id
        WHERE mapping.rule_id = member.rule_id
          AND edition.framework_id = member.framework_id
        ORDER BY edition.key, requirement.key
      ) AS each
    ) AS requirements
  FROM wanted
  CROSS JOIN rule_member AS member ON member.framework_id = wanted.framework_id
  CROSS JOIN rule_in_force AS own ON own.rule_id = member.rule_id
  LEFT JOIN rule_revision AS revision
    ON revision.rule_revision_id = own.rule_revision_id
)
SELECT
  listed.framework,
  name.tool,
  name.provider,
  name.account,
  name.region,
  name.rule,
  listed.title,
  name.resource,
  name.discriminator,
  label.name AS resource_name,
  label.type AS resource_type,
  status.key AS status,
  severity.key AS severity,
  event.is_muted,
  0 AS is_waived,
  strftime('%Y-%m-%dT%H:%M:%SZ', event.since_at / 1000000, 'unixepoch')
    AS since,
  -- since also moves with severity, mute and detail.
  CASE
    WHEN event.status_id = 1 THEN strftime(
      '%Y-%m-%dT%H:%M:%SZ',
      (
        SELECT min(failure.since_at)
        FROM known_event AS failure
        WHERE failure.finding_id = event.finding_id
          AND failure.status_id = 1
          AND failure.since_at >= ifnull(
            (
              SELECT max(cleared.since_at)
              FROM known_event AS cleared
              WHERE cleared.finding_id = event.finding_id
                AND cleared.status_id IN (5, 7)
            ),
            failure.since_at
          )
      ) / 1000000,
      'unixepoch'
    )
  END AS failing_since,
  strftime('%Y-%m-%dT%H:%M:%SZ', confirmed.confirmed_at / 1000000, 'unixepoch')
    AS last_confirmed_at,
  listed.requirements,
  detail.text AS detail,
  lower(hex(artifact.sha256)) AS artifact_sha256
FROM in_force
CROSS JOIN event ON event.event_id = in_force.event_id
CROSS JOIN finding_name AS name ON name.finding_id = event.finding_id
CROSS JOIN listed ON listed.rule_id = name.rule_id
CROSS JOIN status ON status.status_id = event.status_id
CROSS JOIN severity ON severity.severity_id = event.severity_id
CROSS JOIN detail ON detail.detail_id = event.detail_id
CROSS JOIN resource_label AS label
  ON label.resource_label_id = event.resource_label_id
CROSS JOIN scan ON scan.scan_id = event.scan_id
CROSS JOIN artifact ON artifact.artifact_id = scan.artifact_id
LEFT JOIN confirmed ON confirmed.cell_id = name.cell_id
WHERE event.status_id <> 7
  AND (:account IS NULL OR name.account = :account)
  AND (:severity IS NULL OR severity.key = :severity)
ORDER BY
  listed.framework,
  event.status_id,
  event.is_muted,
  event.severity_id,
  name.provider,
  name.account,
  name.region,
  name.tool,
  name.rule,
  name.resource,
  name.discriminator;
