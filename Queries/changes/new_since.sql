-- What fails now and did not at an earlier moment, worst first.
--
-- One row per finding. Muted and waived ones come last. It is as of as_of,
-- compared with from_at.
--
-- @param framework TEXT     Key or alias, in any case; NULL is all.
-- @param from_at   INTEGER  Microseconds of UTC, exclusive; NULL is the start.
-- @param account   TEXT     As its provider names it; NULL is all.
-- @param severity  TEXT     Exactly this one; NULL is all.
-- @param as_of     INTEGER  Microseconds of UTC, inclusive; NULL is now.
-- @param known_at  INTEGER  The last ingest to believe; NULL is all.
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
-- @column severity          TEXT     As the scan rated it.
-- @column is_muted          INTEGER  1 where the scanner suppresses it.
-- @column is_waived         INTEGER  1 where it is accepted.
-- @column status_before     TEXT     At from_at; NULL where it was not known.
-- @column since             TEXT     When it began to hold.
-- @column last_confirmed_at TEXT     The newest scan that looked at it.
-- @column detail            TEXT     What the scanner says.
-- @column artifact_sha256   TEXT     The file that says so.
-- @uses known_event, in_force, rule_in_force, rule_member, wanted, confirmed,
--       waived_finding
WITH
failure AS MATERIALIZED (
  SELECT
    event.event_id,
    event.finding_id,
    (
      SELECT known.status_id
      FROM known_event AS known
      CROSS JOIN scan ON scan.scan_id = known.scan_id
      WHERE known.finding_id = event.finding_id
        AND known.since_at <= :from_at
      ORDER BY known.since_at DESC, scan.tie_break DESC
      LIMIT 1
    ) AS before_status_id
  FROM in_force
  CROSS JOIN event ON event.event_id = in_force.event_id
  WHERE event.status_id = 1
)
SELECT
  name.tool,
  name.provider,
  name.account,
  name.region,
  name.rule,
  revision.title,
  name.resource,
  name.discriminator,
  label.name AS resource_name,
  label.type AS resource_type,
  severity.key AS severity,
  event.is_muted,
  event.finding_id IN (SELECT finding_id FROM waived_finding) AS is_waived,
  before_status.key AS status_before,
  strftime('%Y-%m-%dT%H:%M:%SZ', event.since_at / 1000000, 'unixepoch')
   AS since,
  strftime('%Y-%m-%dT%H:%M:%SZ', confirmed.confirmed_at / 1000000, 'unixepoch')
    AS last_confirmed_at,
  replace(detail.text, detail.name_mark, label.name) AS detail,
  lower(hex(artifact.sha256)) AS artifact_sha256
FROM failure
CROSS JOIN event ON event.event_id = failure.event_id
CROSS JOIN _finding_name AS name ON name.finding_id = failure.finding_id
CROSS JOIN severity ON severity.severity_id = event.severity_id
CROSS JOIN detail ON detail.detail_id = event.detail_id
CROSS JOIN resource_label AS label
  ON label.resource_label_id = event.resource_label_id
CROSS JOIN scan ON scan.scan_id = event.scan_id
CROSS JOIN artifact ON artifact.artifact_id = scan.artifact_id
LEFT JOIN status AS before_status
  ON before_status.status_id = failure.before_status_id
LEFT JOIN confirmed ON confirmed.cell_id = name.cell_id
LEFT JOIN rule_in_force AS own ON own.rule_id = name.rule_id
LEFT JOIN rule_revision AS revision
  ON revision.rule_revision_id = own.rule_revision_id
WHERE failure.before_status_id IS NOT 1
  AND (:account IS NULL OR name.account = :account)
  AND (:severity IS NULL OR severity.key = :severity)
  AND (
    :framework IS NULL
    OR name.rule_id IN (
      SELECT member.rule_id
      FROM rule_member AS member
      CROSS JOIN wanted ON wanted.framework_id = member.framework_id
    )
  )
ORDER BY
  event.is_muted + is_waived > 0,
  event.severity_id,
  name.provider,
  name.account,
  name.region,
  name.tool,
  name.rule,
  name.resource,
  name.discriminator;
