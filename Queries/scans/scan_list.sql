-- What was scanned, when and by what.
--
-- One row per scan, the newest first.
--
-- @param tool        TEXT     Only of this tool.
-- @column scan_id    INTEGER  The scan's number.
-- @column scanned_at TEXT     When it ran.
-- @column tool       TEXT     The tool and its version.
-- @column fail       INTEGER  Failing findings, muted ones included.
-- @column pass       INTEGER  Passing findings, muted ones included.
-- @column muted      INTEGER  Findings that the scanner suppresses.
-- @column lost       INTEGER  Records rejected or merged.
-- @column path       TEXT     The file.
SELECT
  summary.scan_id,
  summary.scanned_at,
  trim(summary.tool || ' ' || ifnull(summary.tool_version, '')) AS tool,
  summary.fail,
  summary.pass,
  summary.muted,
  summary.rejected + summary.merged AS lost,
  summary.path
FROM scan_summary AS summary
WHERE :tool IS NULL OR summary.tool = :tool
ORDER BY summary.scanned_at DESC, summary.artifact_sha256 DESC;
