-- One scan with its file, coverage, counts and losses.
--
-- One row per fact, field and value.
--
-- @param scan_id  INTEGER  The scan's number. (required)
-- @column field   TEXT     What the value is.
-- @column value   TEXT     The value.
WITH fact AS (
  SELECT 1 AS place, 'scanned at' AS field, scanned_at AS value
  FROM scan_summary
  WHERE scan_id = :scan_id
  UNION ALL
  SELECT 2, 'tool', trim(tool || ' ' || ifnull(tool_version, ''))
  FROM scan_summary
  WHERE scan_id = :scan_id
  UNION ALL
  SELECT 3, 'file', path FROM scan_summary WHERE scan_id = :scan_id
  UNION ALL
  SELECT 4, 'sha256', artifact_sha256
  FROM scan_summary
  WHERE scan_id = :scan_id
  UNION ALL
  SELECT
    5,
    CASE role
      WHEN 'companion' THEN 'another output'
      ELSE 'by requirement'
    END,
    path || ' (' || records || ' records'
    || CASE differing
      WHEN 0 THEN ''
      ELSE ', ' || differing || ' say otherwise'
    END || ')'
  FROM scan_artifact
  WHERE scan_id = :scan_id
    AND role <> 'scan'
  UNION ALL
  SELECT 6, 'recorded at',
    strftime('%Y-%m-%dT%H:%M:%SZ', ingest.recorded_at / 1000000, 'unixepoch')
    || ' by tickmark ' || ingest.program_version
  FROM scan
  JOIN ingest ON ingest.ingest_id = scan.ingest_id
  WHERE scan.scan_id = :scan_id
  UNION ALL
  SELECT 7, 'records',
    records || ' = ' || accepted || ' accepted + ' || rejected
    || ' rejected + ' || merged || ' merged'
  FROM scan_summary
  WHERE scan_id = :scan_id
  UNION ALL
  SELECT 8, 'findings',
    status.key || ' ' || sum(summary.finding_count)
    || ifnull(
      ' (' || nullif(
        sum(summary.finding_count) FILTER (WHERE summary.is_muted = 1), 0
      ) || ' muted)', ''
    )
  FROM _scan_rule_count AS summary
  JOIN status ON status.status_id = summary.status_id
  WHERE summary.scan_id = :scan_id
    AND summary.finding_count > 0
  GROUP BY summary.status_id
  UNION ALL
  SELECT 9, 'coverage (' || coverage.basis || ')',
    account.provider || ' ' || account.key || ': '
    || CASE coverage.rule_set_id
      WHEN 0 THEN 'every rule'
      ELSE (
        SELECT count(*)
        FROM rule_set_member AS member
        WHERE member.rule_set_id = coverage.rule_set_id
      ) || ' rules'
    END || ' in '
    || CASE coverage.region_set_id
      WHEN 0 THEN 'every region'
      ELSE (
        SELECT ifnull(group_concat(key, ', '), 'no region')
        FROM (
          SELECT region.key
          FROM region_set_member AS member
          JOIN region ON region.region_id = member.region_id
          WHERE member.region_set_id = coverage.region_set_id
          ORDER BY region.key
        )
      )
    END
  FROM scan_coverage AS coverage
  JOIN account ON account.account_id = coverage.account_id
  WHERE coverage.scan_id = :scan_id
  UNION ALL
  SELECT 10, loss.kind || ' at byte ' || loss.byte_offset, loss.reason
  FROM record_loss AS loss
  WHERE loss.scan_id = :scan_id
)
SELECT field, value
FROM fact
ORDER BY place, field, value;
