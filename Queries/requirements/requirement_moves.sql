-- Requirements whose status or checks moved between two moments, and why.
--
-- One row per requirement of which the status, or what is evidence for it, is
-- another one at as_of than when the period began. It moved by posture where
-- the findings, their age or what is accepted tell otherwise; by mapping where
-- other checks are evidence for it; by both where each of the two made a
-- difference, even if they cancel out; and by requirement where it came into
-- its edition or left it, or people have to look at it in place of checks or
-- the other way round. The two are told apart by the status that it would
-- have at as_of had the mapping stayed. An equivalence between rules counts
-- at both moments, as in all reports, once it is known.
--
-- @param framework   TEXT     Key or alias, in any case; NULL is all.
-- @param edition     TEXT     Its key; NULL is all.
-- @param requirement TEXT     Its number in the edition; NULL is all.
-- @param account     TEXT     As its provider names it; NULL is all.
-- @param unmoved     INTEGER  One of 0, 1; 1 lists those that did not move.
-- @param from_at     INTEGER  Microseconds of UTC, exclusive. (required)
-- @param as_of       INTEGER  Microseconds of UTC, inclusive; NULL is now.
-- @param known_at    INTEGER  The last ingest to believe; NULL is all.
-- @column framework                 TEXT  Its key.
-- @column edition                   TEXT  Its key.
-- @column requirement               TEXT  Its number in the edition.
-- @column title                     TEXT  Its title.
-- @column status_then               TEXT  When the period began; NULL where
--                                         it was not in the edition.
-- @column status_now                TEXT  At as_of; NULL where it is no longer
--                                         in the edition.
-- @column status_now_by_old_mapping TEXT  At as_of, had the mapping stayed;
--                                         NULL where it was not in the
--                                         edition.
-- @column moved                     TEXT  posture, mapping, both, requirement;
--                                         NULL where it did not.
-- @column rules_added               TEXT  Checks that came to be evidence for
--                                         it, with their catalogs, sorted.
-- @column rules_removed             TEXT  Checks that no longer are.
-- @uses asked_requirement, evidence, evidence_then, evidence_by_old_mapping,
--       rule_mapping, rule_mapping_then, listed, listed_then, rule_in_force
WITH
-- A document's own rules are evidence by their equivalents, which are listed.
checked AS MATERIALIZED (
  SELECT rule.rule_id, catalog.key || '/' || rule.key AS name
  FROM rule
  CROSS JOIN catalog ON catalog.catalog_id = rule.catalog_id
  CROSS JOIN rule_in_force AS described ON described.rule_id = rule.rule_id
  WHERE catalog.tool_id IS NOT NULL
    OR described.rule_revision_id IS NULL
),
mapped_now AS MATERIALIZED (
  SELECT mapping.requirement_id, checked.name
  FROM rule_mapping AS mapping
  CROSS JOIN checked ON checked.rule_id = mapping.rule_id
),
mapped_then AS MATERIALIZED (
  SELECT mapping.requirement_id, checked.name
  FROM rule_mapping_then AS mapping
  CROSS JOIN checked ON checked.rule_id = mapping.rule_id
),
added AS MATERIALIZED (
  SELECT requirement_id, group_concat(name, ', ') AS names
  FROM (
    SELECT requirement_id, name
    FROM mapped_now
    EXCEPT
    SELECT requirement_id, name
    FROM mapped_then
    ORDER BY requirement_id, name
  )
  GROUP BY requirement_id
),
removed AS MATERIALIZED (
  SELECT requirement_id, group_concat(name, ', ') AS names
  FROM (
    SELECT requirement_id, name
    FROM mapped_then
    EXCEPT
    SELECT requirement_id, name
    FROM mapped_now
    ORDER BY requirement_id, name
  )
  GROUP BY requirement_id
),
-- Of which some document speaks: what only rules name is always there.
documented AS MATERIALIZED (
  SELECT requirement_id
  FROM requirement_statement
  WHERE ifnull(recorded_in <= :known_at, 1)
  UNION
  SELECT requirement_id
  FROM requirement_mapping
  WHERE ifnull(recorded_in <= :known_at, 1)
),
compared AS MATERIALIZED (
  SELECT
    asked.framework,
    asked.edition,
    asked.requirement,
    asked.title,
    asked.requirement_id NOT IN documented
      OR asked.requirement_id IN listed_then AS was_listed,
    asked.requirement_id NOT IN documented
      OR asked.requirement_id IN listed AS is_listed,
    ifnull(former.status, 'not_evaluated') AS status_then,
    ifnull(present.status, 'not_evaluated') AS status_now,
    ifnull(supposed.status, 'not_evaluated') AS status_supposed,
    ifnull(former.is_manual, 0) AS was_manual,
    ifnull(present.is_manual, 0) AS is_manual,
    added.names AS rules_added,
    removed.names AS rules_removed
  FROM asked_requirement AS asked
  LEFT JOIN evidence AS present
    ON present.requirement_id = asked.requirement_id
  LEFT JOIN evidence_then AS former
    ON former.requirement_id = asked.requirement_id
  LEFT JOIN evidence_by_old_mapping AS supposed
    ON supposed.requirement_id = asked.requirement_id
  LEFT JOIN added ON added.requirement_id = asked.requirement_id
  LEFT JOIN removed ON removed.requirement_id = asked.requirement_id
),
explained AS (
  SELECT
    framework,
    edition,
    requirement,
    title,
    iif(was_listed, status_then, NULL) AS status_then,
    iif(is_listed, status_now, NULL) AS status_now,
    iif(was_listed, status_supposed, NULL) AS status_now_by_old_mapping,
    CASE
      WHEN was_listed <> is_listed THEN 'requirement'
      WHEN NOT is_listed THEN NULL
      WHEN was_manual <> is_manual THEN 'requirement'
      WHEN status_then <> status_supposed AND status_supposed <> status_now
        THEN 'both'
      WHEN status_then <> status_supposed THEN 'posture'
      WHEN status_supposed <> status_now THEN 'mapping'
      WHEN coalesce(rules_added, rules_removed) IS NOT NULL THEN 'mapping'
    END AS moved,
    rules_added,
    rules_removed
  FROM compared
)
SELECT
  framework,
  edition,
  requirement,
  title,
  status_then,
  status_now,
  status_now_by_old_mapping,
  moved,
  rules_added,
  rules_removed
FROM explained
WHERE moved IS NOT NULL
  OR :unmoved = 1
ORDER BY framework, edition, requirement;
