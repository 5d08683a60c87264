-- The evidence for one requirement at a moment: checks, results and files.
--
-- One row per check that is mapped to the requirement and finding of it; a
-- check without any has one row, not_evaluated, without a resource.
--
-- @param framework   TEXT     Key or alias, in any case; NULL is all.
-- @param edition     TEXT     Its key; NULL is all.
-- @param requirement TEXT     Its number in the edition; NULL is all.
-- @param account     TEXT     As its provider names it; NULL is all.
-- @param as_of       INTEGER  Microseconds of UTC, inclusive; NULL is now.
-- @param known_at    INTEGER  The last ingest to believe; NULL is all.
-- @column framework         TEXT     Its key.
-- @column edition           TEXT     Its key.
-- @column requirement       TEXT     Its number in the edition.
-- @column tool              TEXT     The scanner.
-- @column rule              TEXT     The scanner's check.
-- @column title             TEXT     The rule's title at the moment.
-- @column via               TEXT     mapping, or equivalence.
-- @column provider          TEXT     The cloud or other provider.
-- @column account           TEXT     As the provider names it.
-- @column region            TEXT     As the provider names it.
-- @column resource          TEXT     As the provider names it.
-- @column discriminator     TEXT     Tells several results apart.
-- @column resource_name     TEXT     As the scanner shows it.
-- @column resource_type     TEXT     As the scanner shows it.
-- @column status            TEXT     What holds at the moment.
-- @column severity          TEXT     As the scan rated it.
-- @column is_muted          INTEGER  1 where the scanner suppresses it.
-- @column is_waived         INTEGER  1 where it is accepted for it.
-- @column since             TEXT     When it began to hold.
-- @column failing_since     TEXT     When its open failing episode began.
-- @column last_confirmed_at TEXT     The newest scan that looked at it.
-- @column scanned_at        TEXT     The scan that says so.
-- @column artifact_path     TEXT     Where the file was.
-- @column artifact_sha256   TEXT     The file that says so.
-- @column byte_offset       INTEGER  Where in the file the record of the event
--                                    begins; NULL where it is said again.
-- @column byte_count        INTEGER  How long the record is.
-- @column detail            TEXT     What the scanner says.
-- @column finding_id        INTEGER  For findings/finding_story.
-- @column scan_id           INTEGER  The scan that says so.
-- @uses in_force, rule_in_force, rule_mapping, stated_mapping, wanted,
--       confirmed, waived, open_episode
WITH
-- Each requirement asked for, and each check that is evidence for it.
pair AS MATERIALIZED (
  SELECT
    wanted.key AS framework,
    wanted.framework_id,
    edition.key AS edition,
    requirement.key AS requirement,
    requirement.requirement_id,
    mapping.rule_id,
    EXISTS (
      SELECT 1
      FROM rule_revision AS revision
      JOIN mapping_set_member AS member
        ON member.mapping_set_id = revision.mapping_set_id
      WHERE revision.rule_revision_id = own.rule_revision_id
        AND member.requirement_id = requirement.requirement_id
      UNION ALL
      SELECT 1
      FROM stated_mapping AS stated
      WHERE stated.rule_id = mapping.rule_id
        AND stated.requirement_id = requirement.requirement_id
    ) AS is_own,
    own.rule_revision_id
  FROM wanted
  CROSS JOIN edition ON edition.framework_id = wanted.framework_id
  CROSS JOIN requirement ON requirement.edition_id = edition.edition_id
  CROSS JOIN rule_mapping AS mapping
    ON mapping.requirement_id = requirement.requirement_id
  CROSS JOIN rule_in_force AS own ON own.rule_id = mapping.rule_id
  WHERE (:requirement IS NULL OR requirement.key = :requirement)
    AND own.rule_revision_id IS NOT NULL
    AND (:edition IS NULL OR edition.key = :edition)
),
result AS MATERIALIZED (
  SELECT
    name.rule_id,
    name.cell_id,
    name.provider,
    name.account,
    name.region,
    name.resource,
    name.discriminator,
    in_force.event_id
  FROM (SELECT DISTINCT pair.rule_id FROM pair) AS asked
  CROSS JOIN cell AS rule_cell ON rule_cell.rule_id = asked.rule_id
  CROSS JOIN _finding_name AS name ON name.cell_id = rule_cell.cell_id
  CROSS JOIN in_force ON in_force.finding_id = name.finding_id
  CROSS JOIN event ON event.event_id = in_force.event_id
  WHERE event.status_id <> 7
    AND (:account IS NULL OR name.account = :account)
)
SELECT
  pair.framework,
  pair.edition,
  pair.requirement,
  tool.key AS tool,
  rule.key AS rule,
  revision.title,
  iif(pair.is_own, 'mapping', 'equivalence') AS via,
  result.provider,
  result.account,
  result.region,
  result.resource,
  result.discriminator,
  label.name AS resource_name,
  label.type AS resource_type,
  ifnull(status.key, 'not_evaluated') AS status,
  severity.key AS severity,
  event.is_muted,
  CASE
    WHEN event.event_id IS NOT NULL THEN (event.finding_id, 0, 0) IN waived
      OR (event.finding_id, pair.framework_id, 0) IN waived
      OR (event.finding_id, 0, pair.requirement_id) IN waived
  END AS is_waived,
  strftime('%Y-%m-%dT%H:%M:%SZ', event.since_at / 1000000, 'unixepoch')
    AS since,
  -- since also moves with severity, mute and detail.
  CASE
    WHEN event.status_id = 1
      THEN strftime(
        '%Y-%m-%dT%H:%M:%SZ',
        open_episode.opened_at / 1000000,
        'unixepoch'
      )
  END AS failing_since,
  strftime('%Y-%m-%dT%H:%M:%SZ', confirmed.confirmed_at / 1000000, 'unixepoch')
    AS last_confirmed_at,
  strftime('%Y-%m-%dT%H:%M:%SZ', scan.scanned_at / 1000000, 'unixepoch')
    AS scanned_at,
  artifact.path AS artifact_path,
  -- hex() makes an empty text of NULL.
  nullif(lower(hex(artifact.sha256)), '') AS artifact_sha256,
  event.byte_offset,
  event.byte_count,
  replace(detail.text, detail.name_mark, label.name) AS detail,
  event.finding_id,
  event.scan_id
FROM pair
CROSS JOIN rule ON rule.rule_id = pair.rule_id
CROSS JOIN catalog ON catalog.catalog_id = rule.catalog_id
CROSS JOIN tool ON tool.tool_id = catalog.tool_id
CROSS JOIN rule_revision AS revision
  ON revision.rule_revision_id = pair.rule_revision_id
LEFT JOIN result ON result.rule_id = pair.rule_id
LEFT JOIN event ON event.event_id = result.event_id
LEFT JOIN confirmed ON confirmed.cell_id = result.cell_id
LEFT JOIN open_episode ON open_episode.finding_id = event.finding_id
LEFT JOIN status ON status.status_id = event.status_id
LEFT JOIN severity ON severity.severity_id = event.severity_id
LEFT JOIN detail ON detail.detail_id = event.detail_id
LEFT JOIN resource_label AS label
  ON label.resource_label_id = event.resource_label_id
LEFT JOIN scan ON scan.scan_id = event.scan_id
LEFT JOIN artifact ON artifact.artifact_id = scan.artifact_id
ORDER BY
  pair.framework,
  pair.edition,
  pair.requirement,
  ifnull(event.status_id, 7),
  event.severity_id,
  tool.key,
  rule.key,
  result.provider,
  result.account,
  result.region,
  result.resource,
  result.discriminator;
