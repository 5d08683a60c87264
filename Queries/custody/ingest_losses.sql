-- Records that were not kept as they came, and from which file.
--
-- One row per record, in the order of its file. Files that hold no scan are
-- dated by their ingest.
--
-- @param as_of    INTEGER  Microseconds of UTC, inclusive; NULL is now.
-- @param known_at INTEGER  The last ingest to believe; NULL is all.
-- @column artifact_sha256 TEXT     The file.
-- @column path            TEXT     Where the file was.
-- @column scan_id         INTEGER  The scan; NULL where the file holds none.
-- @column scanned_at      TEXT     When the scan ran.
-- @column kind            TEXT     rejected or merged.
-- @column byte_offset     INTEGER  Where in the file the record begins.
-- @column byte_count      INTEGER  How long the record is.
-- @column reason          TEXT     Why it was not kept.
-- @column excerpt         TEXT     The beginning of the record.
SELECT
  lower(hex(artifact.sha256)) AS artifact_sha256,
  artifact.path,
  loss.scan_id,
  strftime('%Y-%m-%dT%H:%M:%SZ', scan.scanned_at / 1000000, 'unixepoch')
    AS scanned_at,
  loss.kind,
  loss.byte_offset,
  loss.byte_count,
  loss.reason,
  loss.excerpt
FROM record_loss AS loss
JOIN artifact ON artifact.artifact_id = loss.artifact_id
JOIN ingest ON ingest.ingest_id = artifact.ingest_id
LEFT JOIN scan ON scan.scan_id = loss.scan_id
WHERE ifnull(ifnull(scan.scanned_at, ingest.recorded_at) <= :as_of, 1)
  AND ifnull(artifact.ingest_id <= :known_at, 1)
ORDER BY
  scan.scanned_at,
  artifact.sha256,
  loss.byte_offset,
  loss.kind,
  loss.byte_count,
  loss.reason,
  loss.excerpt;
