-- What the newest scan of its tool and account did not look at.
--
-- One row per tool, account, region and check with findings at the moment,
-- longest unconfirmed first.
--
-- @param account  TEXT     As its provider names it; NULL is all.
-- @param as_of    INTEGER  Microseconds of UTC, inclusive; NULL is now.
-- @param known_at INTEGER  The last ingest to believe; NULL is all.
-- @column tool            TEXT     The scanner.
-- @column provider        TEXT     The cloud or other provider.
-- @column account         TEXT     As the provider names it.
-- @column region          TEXT     As the provider names it.
-- @column rule            TEXT     The scanner's check.
-- @column last_covered_at TEXT     The newest scan that looked at it.
-- @column newest_scan_at  TEXT     The newest one of the tool and account.
-- @column findings        INTEGER  Findings that are not confirmed.
-- @column failing         INTEGER  Those of them that fail, muted ones too.
WITH
-- The log up to the moment, as it was known. Joins are CROSS from here on, so
-- that their order is the one written, whatever statistics the file has.
known_event AS NOT MATERIALIZED (
  SELECT event_id, finding_id, since_at, until_at, scan_id, status_id
  FROM event
  WHERE since_at <= ifnull(:as_of, 9223372036854775806)
    AND ifnull(recorded_in <= :known_at, 1)
    AND (superseded_in IS NULL OR superseded_in > :known_at)
),
-- Each finding's event in force at the moment. until_at tells it, but under
-- present knowledge only: under an earlier one it is the newest then known.
in_force AS (
  SELECT event_id, finding_id
  FROM known_event AS event
  WHERE CASE
    WHEN :known_at IS NULL
      THEN until_at > ifnull(:as_of, 9223372036854775806)
    ELSE NOT EXISTS (
      SELECT 1
      FROM known_event AS later
      WHERE later.finding_id = event.finding_id
        AND later.since_at >= event.since_at
        AND (
          later.since_at > event.since_at
          OR (SELECT tie_break FROM scan WHERE scan_id = later.scan_id)
            > (SELECT tie_break FROM scan WHERE scan_id = event.scan_id)
        )
    )
  END
),
-- When each cell was last covered. The cache tells it, but for the present
-- only. For another moment, scans that cover the same sets need but one look.
confirmed AS MATERIALIZED (
  SELECT cell_id, last_covered_at AS confirmed_at
  FROM cell
  WHERE :as_of IS NULL
    AND :known_at IS NULL
  UNION ALL
  SELECT cell.cell_id, max(newest.scanned_at)
  FROM (
    SELECT scan.tool_id, account_id, rule_set_id, region_set_id,
      max(scan.scanned_at) AS scanned_at
    FROM scan
    JOIN scan_coverage AS coverage ON coverage.scan_id = scan.scan_id
    WHERE ifnull(:as_of, :known_at) IS NOT NULL
      AND ifnull(scan.scanned_at <= :as_of, 1)
      AND ifnull(scan.ingest_id <= :known_at, 1)
    GROUP BY scan.tool_id, account_id, rule_set_id, region_set_id
  ) AS newest
  CROSS JOIN cell
    ON cell.account_id = newest.account_id
    AND cell.rule_id IN (
      SELECT rule_id
      FROM rule_set_member
      WHERE rule_set_id = newest.rule_set_id
      UNION ALL
      SELECT rule.rule_id
      FROM catalog
      JOIN rule ON rule.catalog_id = catalog.catalog_id
      WHERE newest.rule_set_id = 0
        AND catalog.tool_id = newest.tool_id
    )
  LEFT JOIN region_set_member AS member
    ON member.region_set_id = newest.region_set_id
    AND member.region_id = cell.region_id
  WHERE newest.region_set_id = 0
    OR member.region_id IS NOT NULL
  GROUP BY cell.cell_id
),
newest AS MATERIALIZED (
  SELECT
    scan.tool_id,
    coverage.account_id,
    max(scan.scanned_at) AS scanned_at
  FROM scan_coverage AS coverage
  CROSS JOIN scan ON scan.scan_id = coverage.scan_id
  WHERE ifnull(scan.scanned_at <= :as_of, 1)
    AND ifnull(scan.ingest_id <= :known_at, 1)
  GROUP BY scan.tool_id, coverage.account_id
),
gap AS MATERIALIZED (
  SELECT
    cell.cell_id,
    catalog.tool_id,
    confirmed.confirmed_at,
    newest.scanned_at
  FROM confirmed
  CROSS JOIN cell ON cell.cell_id = confirmed.cell_id
  CROSS JOIN rule ON rule.rule_id = cell.rule_id
  CROSS JOIN catalog ON catalog.catalog_id = rule.catalog_id
  CROSS JOIN newest
    ON newest.tool_id = catalog.tool_id
    AND newest.account_id = cell.account_id
  WHERE confirmed.confirmed_at < newest.scanned_at
)
SELECT
  tool.key AS tool,
  account.provider,
  account.key AS account,
  region.key AS region,
  rule.key AS rule,
  strftime('%Y-%m-%dT%H:%M:%SZ', gap.confirmed_at / 1000000, 'unixepoch')
    AS last_covered_at,
  strftime('%Y-%m-%dT%H:%M:%SZ', gap.scanned_at / 1000000, 'unixepoch')
    AS newest_scan_at,
  count(*) AS findings,
  sum(event.status_id = 1) AS failing
FROM in_force
CROSS JOIN event ON event.event_id = in_force.event_id
CROSS JOIN finding ON finding.finding_id = event.finding_id
CROSS JOIN gap ON gap.cell_id = finding.cell_id
CROSS JOIN cell ON cell.cell_id = gap.cell_id
CROSS JOIN rule ON rule.rule_id = cell.rule_id
CROSS JOIN tool ON tool.tool_id = gap.tool_id
CROSS JOIN account ON account.account_id = cell.account_id
CROSS JOIN region ON region.region_id = cell.region_id
WHERE event.status_id <> 7
  AND (:account IS NULL OR account.key = :account)
GROUP BY gap.cell_id
ORDER BY
  gap.confirmed_at,
  account.provider,
  account.key,
  region.key,
  tool.key,
  rule.key;
