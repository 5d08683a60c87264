-- The catalogs that are loaded, and what each holds.
--
-- One row per catalog with at least one described rule. A scanner's checks are
-- the catalog of that scanner.
--
-- @column catalog      TEXT     The catalog's key.
-- @column title        TEXT     The document's title; NULL for a scanner's.
-- @column tool         TEXT     The scanner whose checks these are, if any.
-- @column rules        INTEGER  Rules described.
-- @column frameworks   INTEGER  Frameworks that its rules belong to.
-- @column requirements INTEGER  Requirements that its rules are mapped to.
-- @column equivalents  INTEGER  Its rules that have an equivalent elsewhere.
-- @column anomalies    INTEGER  Doubtful things in its documents.
-- @column revised_at   TEXT     When a rule of it last changed.
WITH described AS (
  SELECT revision.catalog_id, revision.rule_id, revision.rule_revision_id,
    revision.mapping_set_id
  FROM _rule_now AS revision
),
framework_count AS (
  SELECT catalog, count(DISTINCT framework) AS frameworks
  FROM rule_framework
  WHERE via <> 'equivalence'
  GROUP BY catalog
),
-- What each rule said at the end of each instant.
word AS (
  SELECT rule_id, since_at, max(content_id) AS content_id
  FROM rule_revision
  WHERE superseded_in IS NULL
  GROUP BY rule_id, since_at
),
succession AS (
  SELECT
    rule_id,
    since_at,
    content_id,
    lag(content_id) OVER (
      PARTITION BY rule_id
      ORDER BY since_at
    ) AS previous_content_id
  FROM word
)
SELECT
  catalog.key AS catalog,
  catalog.title,
  tool.key AS tool,
  count(*) AS rules,
  ifnull(framework_count.frameworks, 0) AS frameworks,
  (
    SELECT count(*)
    FROM (
      SELECT member.requirement_id
      FROM described AS mapped
      JOIN mapping_set_member AS member
        ON member.mapping_set_id = mapped.mapping_set_id
      WHERE mapped.catalog_id = catalog.catalog_id
      UNION
      SELECT stated.requirement_id
      FROM described AS mapped
      JOIN requirement_mapping AS stated ON stated.rule_id = mapped.rule_id
      WHERE mapped.catalog_id = catalog.catalog_id
        AND stated.superseded_in IS NULL
    )
  ) AS requirements,
  sum(
    described.rule_id IN (
      SELECT pair.rule_id
      FROM _equivalent AS pair
      WHERE pair.superseded_in IS NULL
    )
  ) AS equivalents,
  (
    SELECT count(*)
    FROM catalog_anomaly AS anomaly
    WHERE anomaly.catalog_id = catalog.catalog_id
  ) AS anomalies,
  (
    SELECT strftime('%Y-%m-%dT%H:%M:%SZ', max(since_at) / 1000000, 'unixepoch')
    FROM succession
    JOIN rule ON rule.rule_id = succession.rule_id
    WHERE rule.catalog_id = catalog.catalog_id
      AND succession.content_id IS NOT succession.previous_content_id
  ) AS revised_at
FROM described
JOIN catalog ON catalog.catalog_id = described.catalog_id
LEFT JOIN tool ON tool.tool_id = catalog.tool_id
LEFT JOIN framework_count ON framework_count.catalog = catalog.key
GROUP BY catalog.catalog_id
ORDER BY catalog.key;
