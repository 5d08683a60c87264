-- Documents that list fewer requirements of an edition than others name.
--
-- One row per document and edition. Another document that lists more is better
-- proof than checks that say they are evidence for a requirement: those may
-- misspell it.
--
-- @param catalog   TEXT     Only of this document; NULL is all.
-- @param edition   TEXT     Its key; NULL is all.
-- @param known_at  INTEGER  The last ingest to believe; NULL is all.
-- @column catalog          TEXT     The document's catalog.
-- @column edition          TEXT     The edition's key.
-- @column listed           INTEGER  Requirements and headings that it lists.
-- @column listed_elsewhere INTEGER  Requirements that only others list.
-- @column mapped_only      INTEGER  Requirements that checks or documents map,
--                                   and no document lists.
-- @column missing          TEXT     The numbers of both, sorted.
-- @column path             TEXT     The document, as it was named when it was
--                                   loaded.
WITH
listed AS MATERIALIZED (
  SELECT
    statement.catalog_id,
    requirement.edition_id,
    statement.requirement_id,
    max(statement.artifact_id) AS artifact_id
  FROM requirement_statement AS statement
  CROSS JOIN requirement
    ON requirement.requirement_id = statement.requirement_id
  WHERE ifnull(statement.recorded_in <= :known_at, 1)
    AND (
      statement.superseded_in IS NULL
      OR statement.superseded_in > :known_at
    )
  GROUP BY statement.catalog_id, statement.requirement_id
),
document AS MATERIALIZED (
  SELECT catalog_id, edition_id, count(*) AS listed,
    max(artifact_id) AS artifact_id
  FROM listed
  GROUP BY catalog_id, edition_id
),
named AS MATERIALIZED (
  SELECT member.requirement_id
  FROM rule_revision AS revision
  CROSS JOIN mapping_set_member AS member
    ON member.mapping_set_id = revision.mapping_set_id
  WHERE ifnull(revision.recorded_in <= :known_at, 1)
    AND (revision.superseded_in IS NULL OR revision.superseded_in > :known_at)
  UNION
  SELECT requirement_id
  FROM requirement_mapping
  WHERE ifnull(recorded_in <= :known_at, 1)
    AND (superseded_in IS NULL OR superseded_in > :known_at)
  UNION
  SELECT requirement_id
  FROM listed
),
missing AS (
  SELECT
    document.catalog_id,
    document.edition_id,
    requirement.key,
    requirement.requirement_id IN (SELECT requirement_id FROM listed)
      AS is_listed
  FROM document
  CROSS JOIN requirement ON requirement.edition_id = document.edition_id
  CROSS JOIN named ON named.requirement_id = requirement.requirement_id
  WHERE NOT EXISTS (
      SELECT 1
      FROM listed
      WHERE listed.catalog_id = document.catalog_id
        AND listed.requirement_id = requirement.requirement_id
    )
  ORDER BY document.catalog_id, requirement.key
)
SELECT
  catalog.key AS catalog,
  edition.key AS edition,
  document.listed,
  sum(missing.is_listed) AS listed_elsewhere,
  sum(NOT missing.is_listed) AS mapped_only,
  group_concat(missing.key, ', ') AS missing,
  artifact.path
FROM missing
JOIN document
  ON document.catalog_id = missing.catalog_id
  AND document.edition_id = missing.edition_id
JOIN catalog ON catalog.catalog_id = document.catalog_id
JOIN edition ON edition.edition_id = document.edition_id
JOIN artifact ON artifact.artifact_id = document.artifact_id
WHERE (:catalog IS NULL OR catalog.key = :catalog)
  AND (:edition IS NULL OR edition.key = :edition)
GROUP BY document.catalog_id, document.edition_id
ORDER BY catalog.key, edition.key;
