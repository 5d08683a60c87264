-- What each scan looked at: accounts, rules and regions.
--
-- One row per scan, account, set of rules and set of regions, newest scan
-- first.
--
-- @param scan_id  INTEGER  The number of one scan; NULL is all.
-- @param account  TEXT     As its provider names it; NULL is all.
-- @param as_of    INTEGER  Microseconds of UTC, inclusive; NULL is now.
-- @param known_at INTEGER  The last ingest to believe; NULL is all.
-- @column scan_id         INTEGER  The number of the scan.
-- @column scanned_at      TEXT     When it ran.
-- @column tool            TEXT     The scanner.
-- @column artifact_sha256 TEXT     The file that says so.
-- @column provider        TEXT     The cloud or other provider.
-- @column account         TEXT     As the provider names it.
-- @column rules           INTEGER  How many; NULL where it is every rule.
-- @column regions         TEXT     Their names; NULL where it is every one.
-- @column basis           TEXT     inferred, declared or complete.
WITH rule_count AS MATERIALIZED (
  SELECT rule_set_id, count(*) AS rules
  FROM rule_set_member
  GROUP BY rule_set_id
),
region_list AS MATERIALIZED (
  SELECT
    region_set.region_set_id,
    (
      SELECT group_concat(listed.key, ', ')
      FROM (
        SELECT region.key
        FROM region_set_member AS member
        JOIN region ON region.region_id = member.region_id
        WHERE member.region_set_id = region_set.region_set_id
        ORDER BY region.key
      ) AS listed
    ) AS regions
  FROM region_set
)
SELECT
  scan.scan_id,
  strftime('%Y-%m-%dT%H:%M:%SZ', scan.scanned_at / 1000000, 'unixepoch')
    AS scanned_at,
  tool.key AS tool,
  lower(hex(artifact.sha256)) AS artifact_sha256,
  account.provider,
  account.key AS account,
  -- Set 0 is everything, and has no members.
  iif(
    coverage.rule_set_id = 0,
    NULL,
    ifnull(rule_count.rules, 0)
  ) AS rules,
  iif(
    coverage.region_set_id = 0,
    NULL,
    ifnull(region_list.regions, '')
  ) AS regions,
  coverage.basis
FROM scan_coverage AS coverage
JOIN scan ON scan.scan_id = coverage.scan_id
JOIN tool ON tool.tool_id = scan.tool_id
JOIN artifact ON artifact.artifact_id = scan.artifact_id
JOIN account ON account.account_id = coverage.account_id
JOIN rule_set ON rule_set.rule_set_id = coverage.rule_set_id
LEFT JOIN rule_count ON rule_count.rule_set_id = coverage.rule_set_id
LEFT JOIN region_list
  ON region_list.region_set_id = coverage.region_set_id
WHERE (:scan_id IS NULL OR scan.scan_id = :scan_id)
  AND (:account IS NULL OR account.key = :account)
  AND ifnull(scan.scanned_at <= :as_of, 1)
  AND ifnull(scan.ingest_id <= :known_at, 1)
ORDER BY
  scan.scanned_at DESC,
  artifact.sha256,
  tool.key,
  account.provider,
  account.key,
  regions,
  rules,
  coverage.basis;
