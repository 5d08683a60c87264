-- Checks that documents name, and that no catalog and no scan describes.
--
-- One row per document and check. It may be misspelt, of a version that has
-- dropped it, or of a scanner whose checks were never loaded: load them, or a
-- scan, and ask again. What is named twice by one document is one row.
--
-- @param catalog   TEXT     Named by this one; NULL is all.
-- @param known_at  INTEGER  The last ingest to believe; NULL is all.
-- @column catalog          TEXT     The document's catalog.
-- @column scanner          TEXT     The catalog in which the check should be.
-- @column check_key        TEXT     The check.
-- @column rules            INTEGER  Rules that it is said to be equivalent to.
-- @column requirements     INTEGER  Requirements that it is said to be
--                                   evidence for.
-- @column is_scanner_known INTEGER  1 where other checks of that catalog are
--                                   described, which makes a mistake likely.
-- @column path             TEXT     The document, as it was named when it was
--                                   loaded.
WITH
named AS (
  SELECT
    rule.catalog_id,
    pair.equivalent_rule_id AS rule_id,
    pair.rule_id AS stated_rule_id,
    NULL AS requirement_id,
    pair.artifact_id
  FROM rule_equivalence AS pair
  CROSS JOIN rule ON rule.rule_id = pair.rule_id
  CROSS JOIN rule AS other ON other.rule_id = pair.equivalent_rule_id
  -- Within a catalog it is another name of the rule.
  WHERE other.catalog_id <> rule.catalog_id
    AND ifnull(pair.recorded_in <= :known_at, 1)
    AND (pair.superseded_in IS NULL OR pair.superseded_in > :known_at)
  UNION ALL
  SELECT catalog_id, rule_id, NULL, requirement_id, artifact_id
  FROM requirement_mapping
  WHERE rule_id IS NOT NULL
    AND ifnull(recorded_in <= :known_at, 1)
    AND (superseded_in IS NULL OR superseded_in > :known_at)
),
described AS MATERIALIZED (
  SELECT revision.rule_id, rule.catalog_id
  FROM rule_revision AS revision
  CROSS JOIN rule ON rule.rule_id = revision.rule_id
  WHERE ifnull(revision.recorded_in <= :known_at, 1)
)
SELECT
  document.key AS catalog,
  scanner.key AS scanner,
  rule.key AS check_key,
  named.rules,
  named.requirements,
  rule.catalog_id IN (SELECT catalog_id FROM described) AS is_scanner_known,
  artifact.path
FROM (
  SELECT
    catalog_id,
    rule_id,
    count(DISTINCT stated_rule_id) AS rules,
    count(DISTINCT requirement_id) AS requirements,
    max(artifact_id) AS artifact_id
  FROM named
  GROUP BY catalog_id, rule_id
) AS named
CROSS JOIN rule ON rule.rule_id = named.rule_id
CROSS JOIN catalog AS scanner ON scanner.catalog_id = rule.catalog_id
CROSS JOIN catalog AS document ON document.catalog_id = named.catalog_id
CROSS JOIN artifact ON artifact.artifact_id = named.artifact_id
WHERE named.rule_id NOT IN (SELECT rule_id FROM described)
  AND (:catalog IS NULL OR document.key = :catalog)
ORDER BY document.key, scanner.key, rule.key;
