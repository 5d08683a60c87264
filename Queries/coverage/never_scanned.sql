-- Accounts and regions that are known and that no scan looked at in a period.
--
-- One row per account and region, longest unseen first. Known is what a scan
-- ever covered or found something in; an account without a region that is
-- known has one row without.
--
-- @param account  TEXT     As its provider names it; NULL is all.
-- @param tool     TEXT     Scans of this scanner alone; NULL is all.
-- @param from_at  INTEGER  Microseconds of UTC, exclusive; NULL is the start.
-- @param as_of    INTEGER  Microseconds of UTC, inclusive; NULL is now.
-- @param known_at INTEGER  The last ingest to believe; NULL is all.
-- @column provider           TEXT     The cloud or other provider.
-- @column account            TEXT     As the provider names it.
-- @column region             TEXT     As the provider names it; NULL for an
--                                     account without.
-- @column is_account_scanned INTEGER  1 where the account was, elsewhere.
-- @column last_scanned_at    TEXT     The last scan of it; NULL where never.
-- @column findings           INTEGER  Findings there that are not gone.
-- @column failing            INTEGER  Those that fail, muted ones too.
-- @uses known_event, in_force
WITH
-- The newest scan of each set of regions, for each tool.
covered AS MATERIALIZED (
  SELECT
    coverage.account_id,
    coverage.region_set_id,
    max(iif(:tool IS NULL OR tool.key = :tool, scan.scanned_at, NULL))
      AS scanned_at
  FROM scan
  CROSS JOIN tool ON tool.tool_id = scan.tool_id
  CROSS JOIN scan_coverage AS coverage ON coverage.scan_id = scan.scan_id
  WHERE ifnull(scan.scanned_at <= :as_of, 1)
    AND ifnull(scan.ingest_id <= :known_at, 1)
  GROUP BY coverage.account_id, coverage.region_set_id
),
known_account AS MATERIALIZED (
  SELECT account_id, max(scanned_at) AS scanned_at
  FROM covered
  GROUP BY account_id
),
known_region AS MATERIALIZED (
  SELECT covered.account_id, member.region_id
  FROM covered
  CROSS JOIN region_set_member AS member
    ON member.region_set_id = covered.region_set_id
  UNION
  SELECT place.account_id, place.region_id
  FROM (SELECT DISTINCT account_id, region_id FROM cell) AS place
  WHERE EXISTS (
    SELECT 1
    FROM cell
    CROSS JOIN finding ON finding.cell_id = cell.cell_id
    CROSS JOIN known_event ON known_event.finding_id = finding.finding_id
    WHERE cell.account_id = place.account_id
      AND cell.region_id = place.region_id
  )
),
place AS MATERIALIZED (
  SELECT
    known_account.account_id,
    known_region.region_id,
    known_account.scanned_at AS account_scanned_at,
    (
      SELECT max(covered.scanned_at)
      FROM covered
      WHERE covered.account_id = known_account.account_id
        AND (
          covered.region_set_id = 0
          OR known_region.region_id IS NULL
          OR EXISTS (
            SELECT 1
            FROM region_set_member AS member
            WHERE member.region_set_id = covered.region_set_id
              AND member.region_id = known_region.region_id
          )
        )
    ) AS scanned_at
  FROM known_account
  LEFT JOIN known_region
    ON known_region.account_id = known_account.account_id
),
holding AS MATERIALIZED (
  SELECT
    cell.account_id,
    cell.region_id,
    count(*) AS findings,
    sum(event.status_id = 1) AS failing
  FROM (
    SELECT DISTINCT account_id
    FROM place
    WHERE ifnull(scanned_at <= :from_at, scanned_at IS NULL)
  ) AS unseen
  CROSS JOIN cell ON cell.account_id = unseen.account_id
  CROSS JOIN finding ON finding.cell_id = cell.cell_id
  CROSS JOIN in_force ON in_force.finding_id = finding.finding_id
  CROSS JOIN event ON event.event_id = in_force.event_id
  WHERE event.status_id <> 7
  GROUP BY cell.account_id, cell.region_id
)
SELECT
  account.provider,
  account.key AS account,
  region.key AS region,
  ifnull(
    place.account_scanned_at > ifnull(:from_at, -9223372036854775808),
    0
  ) AS is_account_scanned,
  strftime('%Y-%m-%dT%H:%M:%SZ', place.scanned_at / 1000000, 'unixepoch')
    AS last_scanned_at,
  ifnull(holding.findings, 0) AS findings,
  ifnull(holding.failing, 0) AS failing
FROM place
CROSS JOIN account ON account.account_id = place.account_id
LEFT JOIN region ON region.region_id = place.region_id
LEFT JOIN holding
  ON holding.account_id = place.account_id
  AND holding.region_id = place.region_id
WHERE ifnull(place.scanned_at <= :from_at, place.scanned_at IS NULL)
  AND (:account IS NULL OR account.key = :account)
ORDER BY
  place.scanned_at,
  account.provider,
  account.key,
  region.key;
