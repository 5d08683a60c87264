-- What reports as of a moment say otherwise now than they did, and by whom.
--
-- One row per finding whose state at the moment was known otherwise: its
-- status, severity, mute or detail. The scan is the one with which the state
-- came to be what is known now: it came late. Which requirements and
-- frameworks a check belongs to is told as it is now. What was accepted or set
-- since is in waiver_list and setting_list.
--
-- @param known_at    INTEGER  The ingest until which it was known (required).
-- @param framework   TEXT     Key or alias, in any case; NULL is all.
-- @param edition     TEXT     Its key; NULL is all.
-- @param requirement TEXT     Its number in the edition; NULL is all.
-- @param account     TEXT     As its provider names it; NULL is all.
-- @param as_of       INTEGER  Microseconds of UTC, inclusive; NULL is now.
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
-- @column requirements    TEXT     Edition and number of each, sorted.
-- @column scanned_at      TEXT     The scan that told the difference.
-- @column recorded_at     TEXT     When it was ingested.
-- @column artifact_path   TEXT     Where its file was.
-- @column artifact_sha256 TEXT     Its file.
-- @uses wanted
WITH
-- The ingests that told something of a finding since.
told_later AS MATERIALIZED (
  SELECT finding_id, recorded_in AS ingest_id
  FROM event
  WHERE recorded_in > :known_at
    AND since_at <= ifnull(:as_of, 9223372036854775806)
  UNION
  SELECT finding_id, superseded_in
  FROM event
  WHERE superseded_in > :known_at
    AND since_at <= ifnull(:as_of, 9223372036854775806)
),
compared AS MATERIALIZED (
  SELECT
    told.finding_id,
    (
      SELECT event.event_id
      FROM event
      CROSS JOIN scan ON scan.scan_id = event.scan_id
      WHERE event.finding_id = told.finding_id
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
      WHERE event.finding_id = told.finding_id
        AND event.since_at <= ifnull(:as_of, 9223372036854775806)
        AND event.superseded_in IS NULL
      ORDER BY event.since_at DESC, scan.tie_break DESC
      LIMIT 1
    ) AS event_id
  FROM (SELECT DISTINCT finding_id FROM told_later) AS told
),
differing AS MATERIALIZED (
  SELECT
    compared.finding_id,
    compared.known_event_id,
    compared.event_id,
    event.status_id,
    event.severity_id,
    event.is_muted,
    event.detail_id
  FROM compared
  CROSS JOIN event ON event.event_id = compared.event_id
  LEFT JOIN event AS known ON known.event_id = compared.known_event_id
  WHERE known.event_id IS NULL
    OR (
      known.status_id, known.severity_id, known.is_muted, known.detail_id
    ) <> (
      event.status_id, event.severity_id, event.is_muted, event.detail_id
    )
),
-- What was known with each of those ingests: the state of now, or another.
known_with AS (
  SELECT
    told_later.finding_id,
    told_later.ingest_id,
    (
      SELECT
        (event.status_id, event.severity_id, event.is_muted, event.detail_id)
          = (
            differing.status_id,
            differing.severity_id,
            differing.is_muted,
            differing.detail_id
          )
      FROM event
      CROSS JOIN scan ON scan.scan_id = event.scan_id
      WHERE event.finding_id = told_later.finding_id
        AND event.since_at <= ifnull(:as_of, 9223372036854775806)
        AND event.recorded_in <= told_later.ingest_id
        AND (
          event.superseded_in IS NULL
          OR event.superseded_in > told_later.ingest_id
        )
      ORDER BY event.since_at DESC, scan.tie_break DESC
      LIMIT 1
    ) AS is_state_of_now
  FROM differing
  CROSS JOIN told_later ON told_later.finding_id = differing.finding_id
),
-- The first ingest of the last run of those that know the state of now.
told AS MATERIALIZED (
  SELECT finding_id, min(ingest_id) AS ingest_id
  FROM (
    SELECT
      finding_id,
      ingest_id,
      max(iif(is_state_of_now, 0, ingest_id)) OVER (PARTITION BY finding_id)
        AS last_other_ingest_id
    FROM known_with
  )
  WHERE ingest_id > last_other_ingest_id
  GROUP BY finding_id
),
rule_requirement AS MATERIALIZED (
  SELECT DISTINCT
    mapping.rule_id,
    edition.key AS edition,
    requirement.key AS requirement
  FROM _rule_requirement_now AS mapping
  CROSS JOIN requirement
    ON requirement.requirement_id = mapping.requirement_id
  CROSS JOIN edition ON edition.edition_id = requirement.edition_id
  CROSS JOIN wanted ON wanted.framework_id = edition.framework_id
  WHERE (:edition IS NULL OR edition.key = :edition)
    AND (:requirement IS NULL OR requirement.key = :requirement)
),
listed AS MATERIALIZED (
  SELECT rule_id, group_concat(name, ', ') AS requirements
  FROM (
    SELECT rule_id, edition || ' ' || requirement AS name
    FROM rule_requirement
    ORDER BY rule_id, edition, requirement
  )
  GROUP BY rule_id
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
  listed.requirements,
  strftime('%Y-%m-%dT%H:%M:%SZ', scan.scanned_at / 1000000, 'unixepoch')
    AS scanned_at,
  strftime('%Y-%m-%dT%H:%M:%SZ', ingest.recorded_at / 1000000, 'unixepoch')
    AS recorded_at,
  artifact.path AS artifact_path,
  lower(hex(artifact.sha256)) AS artifact_sha256
FROM differing
CROSS JOIN told ON told.finding_id = differing.finding_id
CROSS JOIN event ON event.event_id = differing.event_id
CROSS JOIN _finding_name AS name ON name.finding_id = differing.finding_id
CROSS JOIN status ON status.status_id = event.status_id
CROSS JOIN severity ON severity.severity_id = event.severity_id
CROSS JOIN ingest ON ingest.ingest_id = told.ingest_id
-- The last scan of that file to say something new of the finding. What was
-- written in the name of others follows from that.
CROSS JOIN scan
  ON scan.scan_id = (
    SELECT telling.scan_id
    FROM event AS telling
    CROSS JOIN scan AS telling_scan ON telling_scan.scan_id = telling.scan_id
    WHERE telling.finding_id = differing.finding_id
      AND telling.recorded_in = told.ingest_id
      AND telling.since_at <= ifnull(:as_of, 9223372036854775806)
      AND telling_scan.ingest_id = told.ingest_id
    ORDER BY telling.since_at DESC, telling_scan.tie_break DESC
    LIMIT 1
  )
CROSS JOIN artifact ON artifact.artifact_id = scan.artifact_id
LEFT JOIN event AS known ON known.event_id = differing.known_event_id
LEFT JOIN status AS known_status
  ON known_status.status_id = known.status_id
LEFT JOIN severity AS known_severity
  ON known_severity.severity_id = known.severity_id
LEFT JOIN listed ON listed.rule_id = name.rule_id
WHERE (:account IS NULL OR name.account = :account)
  AND (
    :framework IS NULL
    OR name.rule_id IN (
      SELECT member.rule_id
      FROM _rule_framework_now AS member
      CROSS JOIN wanted ON wanted.framework_id = member.framework_id
    )
  )
  AND (
    ifnull(:edition, :requirement) IS NULL
    OR listed.rule_id IS NOT NULL
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
