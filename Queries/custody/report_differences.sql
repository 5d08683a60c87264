-- What reports as of a moment say otherwise now than they did, and by whom.
--
-- One row per finding whose state at the moment was known otherwise, with the
-- file that told the difference: a scan that came late. What was accepted or
-- set since is in waiver_list and setting_list.
--
-- @param known_at  INTEGER  The ingest until which it was known (required).
-- @param framework TEXT     Key or alias, in any case; NULL is all.
-- @param account   TEXT     As its provider names it; NULL is all.
-- @param as_of     INTEGER  Microseconds of UTC, inclusive; NULL is now.
-- @column tool            TEXT     The scanner.
-- @column provider        TEXT     The cloud or other provider.
-- @column account         TEXT     As the provider names it.
-- @column region          TEXT     As the provider names it.
-- @column rule            TEXT     The scanner's check.
-- @column resource        TEXT     As the provider names it.
-- @column discriminator   TEXT     Tells several results apart.
-- @column status_known    TEXT     What was known; NULL where nothing was.
-- @column status_now      TEXT     What is known now.
-- @column severity_known  TEXT     What was known.
-- @column severity_now    TEXT     What is known now.
-- @column is_muted_known  INTEGER  What was known.
-- @column is_muted_now    INTEGER  What is known now.
-- @column since           TEXT     When what is known now began to hold.
-- @column scanned_at      TEXT     The scan that told the difference.
-- @column recorded_at     TEXT     When it was ingested.
-- @column artifact_path   TEXT     Where its file was.
-- @column artifact_sha256 TEXT     Its file.
-- @uses rule_member, wanted
WITH
-- Findings of which something was told later, with the first ingest to do so.
told_later AS MATERIALIZED (
  SELECT finding_id, min(ingest_id) AS ingest_id
  FROM (
    SELECT finding_id, recorded_in AS ingest_id
    FROM event
    WHERE recorded_in > :known_at
      AND since_at <= ifnull(:as_of, 9223372036854775806)
    UNION ALL
    SELECT finding_id, superseded_in
    FROM event
    WHERE superseded_in > :known_at
      AND since_at <= ifnull(:as_of, 9223372036854775806)
  )
  GROUP BY finding_id
),
compared AS MATERIALIZED (
  SELECT
    told_later.finding_id,
    told_later.ingest_id,
    (
      SELECT event.event_id
      FROM event
      CROSS JOIN scan ON scan.scan_id = event.scan_id
      WHERE event.finding_id = told_later.finding_id
        AND event.since_at <= ifnull(:as_of, 9223372036854775806)
        AND event.recorded_in <= :known_at
        AND (event.superseded_in IS NULL OR event.superseded_in > :known_at)
      ORDER BY event.since_at DESC, scan.tie_break DESC
      LIMIT 1
    ) AS known_event_id,
    (
      SELECT event.event_id
      FROM event
      CROSS JOIN scan ON scan.scan_id = event.scan_id
      WHERE event.finding_id = told_later.finding_id
        AND event.since_at <= ifnull(:as_of, 9223372036854775806)
        AND event.superseded_in IS NULL
      ORDER BY event.since_at DESC, scan.tie_break DESC
      LIMIT 1
    ) AS event_id
  FROM told_later
)
SELECT
  name.tool,
  name.provider,
  name.account,
  name.region,
  name.rule,
  name.resource,
  name.discriminator,
  known_status.key AS status_known,
  status.key AS status_now,
  known_severity.key AS severity_known,
  severity.key AS severity_now,
  known.is_muted AS is_muted_known,
  event.is_muted AS is_muted_now,
  strftime('%Y-%m-%dT%H:%M:%SZ', event.since_at / 1000000, 'unixepoch')
    AS since,
  strftime('%Y-%m-%dT%H:%M:%SZ', scan.scanned_at / 1000000, 'unixepoch')
    AS scanned_at,
  strftime('%Y-%m-%dT%H:%M:%SZ', ingest.recorded_at / 1000000, 'unixepoch')
    AS recorded_at,
  artifact.path AS artifact_path,
  lower(hex(artifact.sha256)) AS artifact_sha256
FROM compared
CROSS JOIN event ON event.event_id = compared.event_id
CROSS JOIN _finding_name AS name ON name.finding_id = compared.finding_id
CROSS JOIN status ON status.status_id = event.status_id
CROSS JOIN severity ON severity.severity_id = event.severity_id
CROSS JOIN ingest ON ingest.ingest_id = compared.ingest_id
CROSS JOIN artifact ON artifact.ingest_id = ingest.ingest_id
CROSS JOIN scan
  ON scan.scan_id = (
    SELECT min(told.scan_id)
    FROM scan AS told
    WHERE told.ingest_id = ingest.ingest_id
  )
LEFT JOIN event AS known ON known.event_id = compared.known_event_id
LEFT JOIN status AS known_status
  ON known_status.status_id = known.status_id
LEFT JOIN severity AS known_severity
  ON known_severity.severity_id = known.severity_id
WHERE (
    known.event_id IS NULL
    OR (
      known.status_id, known.severity_id, known.is_muted, known.detail_id
    ) <> (
      event.status_id, event.severity_id, event.is_muted, event.detail_id
    )
  )
  AND (:account IS NULL OR name.account = :account)
  AND (
    :framework IS NULL
    OR name.rule_id IN (
      SELECT member.rule_id
      FROM rule_member AS member
      CROSS JOIN wanted ON wanted.framework_id = member.framework_id
    )
  )
ORDER BY
  ingest.recorded_at,
  name.provider,
  name.account,
  name.region,
  name.tool,
  name.rule,
  name.resource,
  name.discriminator;
