-- Everything that was told to the database, in order: its state.
--
-- One row per ingest. The digests of observations are those that verify
-- recomputes from the events, so that two databases with the same rows know
-- the same.
--
-- @param known_at INTEGER  The last ingest to believe; NULL is all.
-- @column ingest_id               INTEGER  The number that known_at compares.
-- @column recorded_at             TEXT     When it was recorded.
-- @column program_version         TEXT     What recorded it.
-- @column artifacts               TEXT     SHA-256 of each new file.
-- @column scans                   TEXT     The numbers of its scans.
-- @column observation_digests     TEXT     SHA-256 of what each scan says.
-- @column events                  INTEGER  Events that it made known.
-- @column superseded_events       INTEGER  Events that it made redundant.
-- @column waivers                 INTEGER  Waivers that it recorded.
-- @column waiver_revocations      INTEGER  Waivers that it ended.
-- @column attestations            INTEGER  Attestations that it recorded.
-- @column attestation_revocations INTEGER  Attestations that it ended.
-- @column has_settings            INTEGER  1 where it changed a setting.
WITH told AS MATERIALIZED (
  SELECT recorded_in AS ingest_id, count(*) AS events
  FROM event
  GROUP BY recorded_in
),
superseded AS MATERIALIZED (
  SELECT superseded_in AS ingest_id, count(*) AS events
  FROM event
  WHERE superseded_in IS NOT NULL
  GROUP BY superseded_in
)
SELECT
  ingest.ingest_id,
  strftime('%Y-%m-%dT%H:%M:%SZ', ingest.recorded_at / 1000000, 'unixepoch')
    AS recorded_at,
  ingest.program_version,
  (
    SELECT group_concat(sha256, ' ')
    FROM (
      SELECT lower(hex(sha256)) AS sha256
      FROM artifact
      WHERE artifact.ingest_id = ingest.ingest_id
      ORDER BY artifact_id
    )
  ) AS artifacts,
  (
    SELECT group_concat(scan_id, ' ')
    FROM (
      SELECT scan_id
      FROM scan
      WHERE scan.ingest_id = ingest.ingest_id
      ORDER BY scan_id
    )
  ) AS scans,
  (
    SELECT group_concat(digest, ' ')
    FROM (
      SELECT lower(hex(observation_digest)) AS digest
      FROM scan
      WHERE scan.ingest_id = ingest.ingest_id
      ORDER BY scan_id
    )
  ) AS observation_digests,
  ifnull(told.events, 0) AS events,
  ifnull(superseded.events, 0) AS superseded_events,
  (
    SELECT count(*)
    FROM waiver
    WHERE waiver.recorded_in = ingest.ingest_id
  ) AS waivers,
  (
    SELECT count(*)
    FROM waiver_revocation AS revocation
    WHERE revocation.recorded_in = ingest.ingest_id
  ) AS waiver_revocations,
  (
    SELECT count(*)
    FROM attestation
    WHERE attestation.recorded_in = ingest.ingest_id
  ) AS attestations,
  (
    SELECT count(*)
    FROM attestation_revocation AS revocation
    WHERE revocation.recorded_in = ingest.ingest_id
  ) AS attestation_revocations,
  ifnull(
    ingest.ingest_id IN (
      SELECT recorded_in
      FROM setting
      UNION ALL
      SELECT superseded_in
      FROM setting
      UNION ALL
      SELECT recorded_in
      FROM sla
      UNION ALL
      SELECT superseded_in
      FROM sla
    ),
    0
  ) AS has_settings
FROM ingest
LEFT JOIN told ON told.ingest_id = ingest.ingest_id
LEFT JOIN superseded ON superseded.ingest_id = ingest.ingest_id
WHERE ifnull(ingest.ingest_id <= :known_at, 1)
ORDER BY ingest.ingest_id;
