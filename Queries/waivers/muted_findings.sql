-- Findings that the scanner hides (mutes) at a moment, and what accepts them.
--
-- One row per finding that is muted and not gone, those that nothing accepts
-- first.
--
-- @param framework TEXT     Key or alias, in any case; NULL is all.
-- @param account   TEXT     As its provider names it; NULL is all.
-- @param severity  TEXT     Exactly this one; NULL is all.
-- @param is_waived INTEGER  One of 0, 1; those alone, NULL is all.
-- @param as_of     INTEGER  Microseconds of UTC, inclusive; NULL is now.
-- @param known_at  INTEGER  The last ingest to believe; NULL is all.
-- @column tool              TEXT     The scanner.
-- @column provider          TEXT     The cloud or other provider.
-- @column account           TEXT     As the provider names it.
-- @column region            TEXT     As the provider names it.
-- @column rule              TEXT     The scanner's check.
-- @column resource          TEXT     As the provider names it.
-- @column discriminator     TEXT     Tells several results apart.
-- @column status            TEXT     What holds at the moment.
-- @column severity          TEXT     As the scan rated it.
-- @column since             TEXT     When it began to hold.
-- @column muted_since       TEXT     Since when it has been muted.
-- @column is_waived         INTEGER  1 where a waiver in force fits it.
-- @column waiver_ids        TEXT     The numbers of these, sorted.
-- @column accepted_to       TEXT     Until when the last of them holds.
-- @column last_confirmed_at TEXT     The newest scan that looked at it.
-- @column artifact_sha256   TEXT     The file that says so.
-- @uses known_event, in_force, waived_interval, rule_member, wanted, confirmed
WITH
accepted AS MATERIALIZED (
  SELECT
    finding_id,
    group_concat(waiver_id, ', ') AS waiver_ids,
    max(ends_at) AS ends_at
  FROM (
    SELECT fits.finding_id, fits.waiver_id, fits.ends_at
    FROM waived_interval AS fits
    LEFT JOIN requirement
      ON requirement.requirement_id = fits.requirement_id
    LEFT JOIN edition ON edition.edition_id = requirement.edition_id
    WHERE fits.starts_at <= ifnull(:as_of, unixepoch() * 1000000)
      AND fits.ends_at > ifnull(:as_of, unixepoch() * 1000000)
      AND (
        :framework IS NULL
        OR coalesce(edition.framework_id, fits.framework_id) IN (
          SELECT 0
          UNION ALL
          SELECT framework_id
          FROM wanted
        )
      )
    ORDER BY fits.finding_id, fits.waiver_id
  )
  GROUP BY finding_id
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
  strftime('%Y-%m-%dT%H:%M:%SZ', event.since_at / 1000000, 'unixepoch')
    AS since,
  strftime(
    '%Y-%m-%dT%H:%M:%SZ',
    (
      -- The first mute after the last event without.
      SELECT min(muted.since_at)
      FROM known_event AS muted
      CROSS JOIN scan ON scan.scan_id = muted.scan_id
      WHERE muted.finding_id = event.finding_id
        AND muted.is_muted = 1
        AND NOT EXISTS (
          SELECT 1
          FROM known_event AS heard
          CROSS JOIN scan AS heard_scan ON heard_scan.scan_id = heard.scan_id
          WHERE heard.finding_id = muted.finding_id
            AND heard.is_muted = 0
            AND (heard.since_at, heard_scan.tie_break)
              > (muted.since_at, scan.tie_break)
        )
    ) / 1000000,
    'unixepoch'
  ) AS muted_since,
  accepted.finding_id IS NOT NULL AS is_waived,
  accepted.waiver_ids,
  strftime('%Y-%m-%dT%H:%M:%SZ', accepted.ends_at / 1000000, 'unixepoch')
    AS accepted_to,
  strftime('%Y-%m-%dT%H:%M:%SZ', confirmed.confirmed_at / 1000000, 'unixepoch')
    AS last_confirmed_at,
  lower(hex(artifact.sha256)) AS artifact_sha256
FROM in_force
CROSS JOIN event ON event.event_id = in_force.event_id
CROSS JOIN _finding_name AS name ON name.finding_id = event.finding_id
CROSS JOIN status ON status.status_id = event.status_id
CROSS JOIN severity ON severity.severity_id = event.severity_id
CROSS JOIN scan ON scan.scan_id = event.scan_id
CROSS JOIN artifact ON artifact.artifact_id = scan.artifact_id
LEFT JOIN accepted ON accepted.finding_id = event.finding_id
LEFT JOIN confirmed ON confirmed.cell_id = name.cell_id
WHERE event.is_muted = 1
  AND (:account IS NULL OR name.account = :account)
  AND (:severity IS NULL OR severity.key = :severity)
  AND (:is_waived IS NULL OR (accepted.finding_id IS NOT NULL) = :is_waived)
  AND (
    :framework IS NULL
    OR name.rule_id IN (
      SELECT member.rule_id
      FROM rule_member AS member
      CROSS JOIN wanted ON wanted.framework_id = member.framework_id
    )
  )
ORDER BY
  is_waived,
  event.status_id,
  event.severity_id,
  name.provider,
  name.account,
  name.region,
  name.tool,
  name.rule,
  name.resource,
  name.discriminator;
