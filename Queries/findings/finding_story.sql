-- The whole story of one finding: what it said, from when to when.
--
-- One row per event, oldest first, with the file that says so. Name the
-- finding by its number, or by its rule and resource: several findings then
-- may answer.
--
-- @param finding_id INTEGER  Its number; NULL where it is named otherwise.
-- @param rule       TEXT     The scanner's check; NULL is any.
-- @param resource   TEXT     As its provider names it; NULL is any.
-- @param account    TEXT     As its provider names it; NULL is all.
-- @param as_of      INTEGER  Microseconds of UTC, inclusive; NULL is now.
-- @param known_at   INTEGER  The last ingest to believe; NULL is all.
-- @column tool            TEXT     The scanner.
-- @column provider        TEXT     The cloud or other provider.
-- @column account         TEXT     As the provider names it.
-- @column region          TEXT     As the provider names it.
-- @column rule            TEXT     The scanner's check.
-- @column resource        TEXT     As the provider names it.
-- @column discriminator   TEXT     Tells several results apart.
-- @column status          TEXT     From then on.
-- @column severity        TEXT     As the scan rated it.
-- @column is_muted        INTEGER  1 where the scanner suppresses it.
-- @column since           TEXT     When it began to hold.
-- @column until           TEXT     When it ended; NULL where it still held.
-- @column days            REAL     How long it held, to the moment asked for.
-- @column scan_id         INTEGER  The scan that says so.
-- @column artifact_path   TEXT     Where its file was.
-- @column artifact_sha256 TEXT     The file that says so.
-- @column byte_offset     INTEGER  In the file; NULL where it is said again.
-- @column detail          TEXT     What the scanner says.
-- @uses known_event
WITH
story AS (
  SELECT
    known.event_id,
    known.finding_id,
    known.since_at,
    scan.tie_break,
    lead(known.since_at) OVER (
      PARTITION BY known.finding_id
      ORDER BY known.since_at, scan.tie_break
    ) AS until_at
  FROM known_event AS known
  CROSS JOIN scan ON scan.scan_id = known.scan_id
  WHERE known.finding_id IN (
    SELECT :finding_id
    UNION ALL
    SELECT finding.finding_id
    FROM rule
    CROSS JOIN cell ON cell.rule_id = rule.rule_id
    CROSS JOIN finding ON finding.cell_id = cell.cell_id
    CROSS JOIN resource ON resource.resource_id = finding.resource_id
    WHERE :finding_id IS NULL
      AND rule.key = :rule
      AND ifnull(resource.uid = :resource, :resource IS NULL)
    UNION ALL
    SELECT finding.finding_id
    FROM resource
    CROSS JOIN finding ON finding.resource_id = resource.resource_id
    WHERE :finding_id IS NULL
      AND :rule IS NULL
      AND resource.uid = :resource
  )
)
SELECT
  name.tool,
  name.provider,
  name.account,
  name.region,
  name.rule,
  name.resource,
  name.discriminator,
  status.key AS status,
  severity.key AS severity,
  event.is_muted,
  strftime('%Y-%m-%dT%H:%M:%SZ', story.since_at / 1000000, 'unixepoch')
   AS since,
  strftime('%Y-%m-%dT%H:%M:%SZ', story.until_at / 1000000, 'unixepoch')
   AS until,
  round(
    (
      coalesce(story.until_at / 1000000, :as_of / 1000000, unixepoch())
      - story.since_at / 1000000
    ) / 86400.0,
    2
  ) AS days,
  event.scan_id,
  artifact.path AS artifact_path,
  lower(hex(artifact.sha256)) AS artifact_sha256,
  event.byte_offset,
  replace(detail.text, detail.name_mark, label.name) AS detail
FROM story
CROSS JOIN event ON event.event_id = story.event_id
CROSS JOIN _finding_name AS name ON name.finding_id = story.finding_id
CROSS JOIN status ON status.status_id = event.status_id
CROSS JOIN severity ON severity.severity_id = event.severity_id
CROSS JOIN detail ON detail.detail_id = event.detail_id
CROSS JOIN resource_label AS label
  ON label.resource_label_id = event.resource_label_id
CROSS JOIN scan ON scan.scan_id = event.scan_id
CROSS JOIN artifact ON artifact.artifact_id = scan.artifact_id
WHERE :account IS NULL
  OR name.account = :account
ORDER BY
  name.provider,
  name.account,
  name.region,
  name.tool,
  name.rule,
  name.resource,
  name.discriminator,
  story.since_at,
  story.tie_break;
