-- Which rules of a catalog each scanner can observe, and whether it does.
--
-- One row per rule and scanner that the database knows: by its scans, by its
-- checks, or because a document says that it has none for some rule. A rule
-- that nobody has compared with a scanner's checks is unstated, which is not
-- to say that no check tests it.
--
-- @param catalog   TEXT     Its key; NULL is all that are no scanner's.
-- @param rule      TEXT     Its key; NULL is all.
-- @param scanner   TEXT     The key of its catalog; NULL is all.
-- @param statement TEXT     One of equivalent, none, unstated; NULL is all.
-- @param as_of     INTEGER  Microseconds of UTC, inclusive; NULL is now.
-- @param known_at  INTEGER  The last ingest to believe; NULL is all.
-- @column catalog         TEXT     The rule's catalog.
-- @column rule            TEXT     The rule.
-- @column title           TEXT     Its title at the moment.
-- @column scanner         TEXT     The scanner.
-- @column statement       TEXT     equivalent, where a check tests the same;
--                                  none, where a document says that none
--                                  does; else unstated.
-- @column reason          TEXT     Why none does.
-- @column checks          TEXT     The equivalent checks, sorted.
-- @column checks_named    INTEGER  How many there are.
-- @column checks_known    INTEGER  Those of them that a catalog or a scan
--                                  describes.
-- @column checks_reported INTEGER  Those of them that have findings, gone ones
--                                  left out.
-- @column findings        INTEGER  How many findings they have.
-- @column last_covered_at TEXT     When a scan last covered one of them.
-- @uses rule_in_force, in_force
WITH
pair AS MATERIALIZED (
  SELECT DISTINCT
    equivalent.rule_id,
    other.catalog_id,
    other.rule_id AS check_id,
    other.key
  FROM _equivalent AS equivalent
  CROSS JOIN rule AS other ON other.rule_id = equivalent.equivalent_rule_id
  WHERE ifnull(equivalent.recorded_in <= :known_at, 1)
    AND (
      equivalent.superseded_in IS NULL
      OR equivalent.superseded_in > :known_at
    )
),
absence AS MATERIALIZED (
  SELECT rule_id, catalog_id, min(reason) AS reason
  FROM rule_without_equivalent
  WHERE ifnull(recorded_in <= :known_at, 1)
    AND (superseded_in IS NULL OR superseded_in > :known_at)
  GROUP BY rule_id, catalog_id
),
described AS MATERIALIZED (
  SELECT
    rule.catalog_id,
    rule.rule_id,
    rule.key,
    revision.title
  FROM rule
  CROSS JOIN rule_in_force AS own ON own.rule_id = rule.rule_id
  CROSS JOIN rule_revision AS revision
    ON revision.rule_revision_id = own.rule_revision_id
),
scanner AS MATERIALIZED (
  SELECT catalog_id, key
  FROM catalog
  WHERE (
      tool_id IS NOT NULL
      AND catalog_id IN (SELECT catalog_id FROM described)
      -- One that is only named as having the same may be another document.
      OR catalog_id IN (SELECT catalog_id FROM absence)
    )
    AND (:scanner IS NULL OR key = :scanner)
),
covered AS MATERIALIZED (
  SELECT member.rule_id, max(newest.scanned_at) AS scanned_at
  FROM (
    SELECT coverage.rule_set_id, scan.tool_id,
      max(scan.scanned_at) AS scanned_at
    FROM scan
    CROSS JOIN scan_coverage AS coverage ON coverage.scan_id = scan.scan_id
    WHERE ifnull(scan.scanned_at <= :as_of, 1)
      AND ifnull(scan.ingest_id <= :known_at, 1)
    GROUP BY coverage.rule_set_id, scan.tool_id
  ) AS newest
  CROSS JOIN (
    SELECT rule_set_id, NULL AS tool_id, rule_id
    FROM rule_set_member
    UNION ALL
    -- A whole scan covers the checks that its tool is known to have.
    SELECT 0, catalog.tool_id, described.rule_id
    FROM catalog
    CROSS JOIN described ON described.catalog_id = catalog.catalog_id
    WHERE catalog.tool_id IS NOT NULL
  ) AS member
    ON member.rule_set_id = newest.rule_set_id
    AND ifnull(member.tool_id = newest.tool_id, 1)
  GROUP BY member.rule_id
),
reported AS MATERIALIZED (
  SELECT cell.rule_id, count(*) AS findings
  FROM in_force
  CROSS JOIN event ON event.event_id = in_force.event_id
  CROSS JOIN finding ON finding.finding_id = event.finding_id
  CROSS JOIN cell ON cell.cell_id = finding.cell_id
  WHERE event.status_id <> 7
  GROUP BY cell.rule_id
),
compared AS MATERIALIZED (
  SELECT
    pair.rule_id,
    pair.catalog_id,
    group_concat(pair.key, ', ') AS checks,
    count(*) AS checks_named,
    count(known.rule_id) AS checks_known,
    count(reported.rule_id) AS checks_reported,
    ifnull(sum(reported.findings), 0) AS findings,
    max(covered.scanned_at) AS covered_at
  FROM (
    SELECT rule_id, catalog_id, check_id, key
    FROM pair
    ORDER BY rule_id, catalog_id, key
  ) AS pair
  LEFT JOIN described AS known ON known.rule_id = pair.check_id
  LEFT JOIN reported ON reported.rule_id = pair.check_id
  LEFT JOIN covered ON covered.rule_id = pair.check_id
  GROUP BY pair.rule_id, pair.catalog_id
),
stated AS (
  SELECT
    catalog.key AS catalog,
    described.key AS rule,
    described.title,
    scanner.key AS scanner,
    CASE
      WHEN compared.rule_id IS NOT NULL THEN 'equivalent'
      WHEN absence.rule_id IS NOT NULL THEN 'none'
      ELSE 'unstated'
    END AS statement,
    absence.reason,
    compared.checks,
    ifnull(compared.checks_named, 0) AS checks_named,
    ifnull(compared.checks_known, 0) AS checks_known,
    ifnull(compared.checks_reported, 0) AS checks_reported,
    ifnull(compared.findings, 0) AS findings,
    compared.covered_at
  FROM catalog
  CROSS JOIN described ON described.catalog_id = catalog.catalog_id
  CROSS JOIN scanner ON scanner.catalog_id <> catalog.catalog_id
  LEFT JOIN compared
    ON compared.rule_id = described.rule_id
    AND compared.catalog_id = scanner.catalog_id
  LEFT JOIN absence
    ON absence.rule_id = described.rule_id
    AND absence.catalog_id = scanner.catalog_id
  WHERE (catalog.key = :catalog OR :catalog IS NULL)
    AND (:catalog IS NOT NULL OR catalog.tool_id IS NULL)
    AND (:rule IS NULL OR described.key = :rule)
)
SELECT
  catalog,
  rule,
  title,
  scanner,
  statement,
  reason,
  checks,
  checks_named,
  checks_known,
  checks_reported,
  findings,
  strftime('%Y-%m-%dT%H:%M:%SZ', covered_at / 1000000, 'unixepoch')
    AS last_covered_at
FROM stated
WHERE :statement IS NULL
  OR statement = :statement
ORDER BY catalog, rule, scanner;
