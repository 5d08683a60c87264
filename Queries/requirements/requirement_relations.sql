-- How requirements stand to those of other editions, as documents say.
--
-- One row per requirement, related requirement and statement, at a moment.
-- What a document says of two requirements is told of each of them.
--
-- @param framework   TEXT     Key or alias, in any case; NULL is all.
-- @param edition     TEXT     Its key; NULL is all.
-- @param requirement TEXT     Its number in the edition; NULL is all.
-- @param as_of       INTEGER  Microseconds of UTC, inclusive; NULL is now.
-- @param known_at    INTEGER  The last ingest to believe; NULL is all.
-- @column framework           TEXT     Its key.
-- @column edition             TEXT     Its key.
-- @column requirement         TEXT     Its number in the edition.
-- @column relation            TEXT     equal, subset, superset, intersects:
--                                      it is a subset of the related one where
--                                      who meets that one meets it.
-- @column related_edition     TEXT     The related one's edition.
-- @column related_requirement TEXT     Its number there.
-- @column related_title       TEXT     Its title.
-- @column strength            INTEGER  What they share, 0 to 10; NULL where it
--                                      is not said.
-- @column reason              TEXT     Why, where the document says so.
-- @column catalog             TEXT     The document.
-- @column artifact_path       TEXT     Its file.
-- @column artifact_sha256     TEXT     The SHA-256 of that file.
-- @uses wanted
WITH
statement AS (
  SELECT
    requirement_relation_id,
    requirement_id,
    related_requirement_id,
    kind,
    strength,
    reason,
    catalog_id,
    artifact_id
  FROM requirement_relation
  WHERE since_at <= ifnull(:as_of, 9223372036854775806)
    AND ifnull(recorded_in <= :known_at, 1)
    AND (
      superseded_in IS NULL
      OR superseded_in > :known_at
      OR ended_at > :as_of
    )
),
relation AS (
  SELECT
    requirement_relation_id,
    requirement_id,
    related_requirement_id,
    kind,
    strength,
    reason,
    catalog_id,
    artifact_id
  FROM statement
  UNION ALL
  SELECT
    requirement_relation_id,
    related_requirement_id,
    requirement_id,
    CASE kind
      WHEN 'subset' THEN 'superset'
      WHEN 'superset' THEN 'subset'
      ELSE kind
    END,
    strength,
    reason,
    catalog_id,
    artifact_id
  FROM statement
)
SELECT
  wanted.key AS framework,
  edition.key AS edition,
  requirement.key AS requirement,
  relation.kind AS relation,
  related_edition.key AS related_edition,
  related.key AS related_requirement,
  related.title AS related_title,
  relation.strength,
  nullif(relation.reason, '') AS reason,
  catalog.key AS catalog,
  artifact.path AS artifact_path,
  lower(hex(artifact.sha256)) AS artifact_sha256
FROM wanted
CROSS JOIN edition ON edition.framework_id = wanted.framework_id
CROSS JOIN requirement ON requirement.edition_id = edition.edition_id
CROSS JOIN relation ON relation.requirement_id = requirement.requirement_id
CROSS JOIN requirement AS related
  ON related.requirement_id = relation.related_requirement_id
CROSS JOIN edition AS related_edition
  ON related_edition.edition_id = related.edition_id
CROSS JOIN catalog ON catalog.catalog_id = relation.catalog_id
CROSS JOIN artifact ON artifact.artifact_id = relation.artifact_id
WHERE (:edition IS NULL OR edition.key = :edition)
  AND (:requirement IS NULL OR requirement.key = :requirement)
ORDER BY
  wanted.key,
  edition.key,
  requirement.key,
  related_edition.key,
  related.key,
  relation.kind,
  catalog.key,
  relation.requirement_relation_id;
