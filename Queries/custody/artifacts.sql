-- Every file that told us something, with its hash and its scans.
--
-- One row per file and scan in it, or that it is another output of; a file
-- without a scan, such as a catalog, has one row and is dated by its ingest.
--
-- @param as_of    INTEGER  Microseconds of UTC, inclusive; NULL is now.
-- @param known_at INTEGER  The last ingest to believe; NULL is all.
-- @column artifact_sha256    TEXT     The SHA-256 of its bytes.
-- @column path               TEXT     Where it was.
-- @column format             TEXT     What it was read as.
-- @column byte_count         INTEGER  How long it is.
-- @column ingest_id          INTEGER  The number that known_at compares.
-- @column recorded_at        TEXT     When it was ingested.
-- @column role               TEXT     scan, companion or requirements.
-- @column scan_id            INTEGER  The scan; NULL where it is of none.
-- @column scanned_at         TEXT     When the scan ran.
-- @column tool               TEXT     The scanner.
-- @column tool_version       TEXT     As the scanner writes it.
-- @column records            INTEGER  Records in the scan.
-- @column accepted           INTEGER  Those kept.
-- @column rejected           INTEGER  Those refused.
-- @column merged             INTEGER  Those that repeat another.
-- @column observation_digest TEXT     What verify recomputes from the log.
WITH output AS (
  SELECT
    artifact_id, 'scan' AS role, scan_id, scanned_at, tool_id, tool_version,
    record_count, accepted_count, rejected_count, merged_count,
    observation_digest
  FROM scan
  UNION ALL
  SELECT
    companion.artifact_id, 'companion', scan.scan_id, scan.scanned_at,
    scan.tool_id, scan.tool_version, companion.record_count,
    companion.accepted_count, companion.rejected_count,
    companion.merged_count, NULL
  FROM companion
  JOIN scan ON scan.scan_id = companion.scan_id
  UNION ALL
  SELECT
    artifact_id, 'requirements', scan_id, scanned_at, tool_id, tool_version,
    record_count, accepted_count, rejected_count, merged_count, NULL
  FROM _requirement_report
)
SELECT
  lower(hex(artifact.sha256)) AS artifact_sha256,
  artifact.path,
  artifact.format,
  artifact.byte_count,
  artifact.ingest_id,
  strftime('%Y-%m-%dT%H:%M:%SZ', ingest.recorded_at / 1000000, 'unixepoch')
    AS recorded_at,
  output.role,
  output.scan_id,
  strftime('%Y-%m-%dT%H:%M:%SZ', output.scanned_at / 1000000, 'unixepoch')
    AS scanned_at,
  tool.key AS tool,
  output.tool_version,
  output.record_count AS records,
  output.accepted_count AS accepted,
  output.rejected_count AS rejected,
  output.merged_count AS merged,
  -- hex() makes an empty text of NULL.
  nullif(lower(hex(output.observation_digest)), '') AS observation_digest
FROM artifact
JOIN ingest ON ingest.ingest_id = artifact.ingest_id
LEFT JOIN output ON output.artifact_id = artifact.artifact_id
LEFT JOIN tool ON tool.tool_id = output.tool_id
WHERE ifnull(ifnull(output.scanned_at, ingest.recorded_at) <= :as_of, 1)
  AND ifnull(artifact.ingest_id <= :known_at, 1)
ORDER BY output.scanned_at, artifact.sha256, tool.key;
