-- The rules that are evidence for requirements at a moment, each with why.
--
-- One row per requirement, rule, and rule and reason that make it evidence:
-- what the rule's own description names, what a document says, or either of
-- these of an equivalent rule. Rules that nobody has described are among them.
--
-- @param framework   TEXT     Key or alias, in any case; NULL is all.
-- @param edition     TEXT     Its key; NULL is all.
-- @param requirement TEXT     Its number in the edition; NULL is all.
-- @param as_of       INTEGER  Microseconds of UTC, inclusive; NULL is now.
-- @param known_at    INTEGER  The last ingest to believe; NULL is all.
-- @column framework        TEXT     Its key.
-- @column edition          TEXT     Its key.
-- @column requirement      TEXT     Its number in the edition.
-- @column catalog          TEXT     The rule's catalog, or its scanner.
-- @column rule             TEXT     The rule.
-- @column title            TEXT     Its title; NULL where nobody described it.
-- @column severity         TEXT     Its rating; NULL like the title.
-- @column via              TEXT     mapping, or equivalence.
-- @column source           TEXT     Catalog and key of the rule that is named:
--                                   this one, or an equivalent one.
-- @column reason           TEXT     Why, where a document says so.
-- @column artifact_path    TEXT     The file that makes it evidence; one of
--                                   them where several do.
-- @column artifact_sha256  TEXT     The SHA-256 of that file.
-- @column scan_id          INTEGER  The first scan of that file; NULL where it
--                                   is a document.
-- @column equivalence_path TEXT     The file that states the equivalence.
-- @column equivalents      TEXT     All rules that check the same thing.
-- @uses asked_requirement, rule_in_force, stated
WITH
mapping AS MATERIALIZED (
  SELECT requirement_id, rule_id, reason, min(artifact_id) AS artifact_id
  FROM (
    SELECT
      asked.requirement_id,
      revision.rule_id,
      NULL AS reason,
      revision.artifact_id
    FROM rule_in_force AS own
    CROSS JOIN rule_revision AS revision
      ON revision.rule_revision_id = own.rule_revision_id
    CROSS JOIN mapping_set_member AS member
      ON member.mapping_set_id = revision.mapping_set_id
    CROSS JOIN asked_requirement AS asked
      ON asked.requirement_id = member.requirement_id
    UNION ALL
    SELECT
      asked.requirement_id,
      stated.rule_id,
      nullif(stated.reason, ''),
      stated.artifact_id
    FROM asked_requirement AS asked
    CROSS JOIN stated ON stated.requirement_id = asked.requirement_id
    WHERE stated.rule_id IS NOT NULL
  )
  -- A document may list a requirement and a rule in several of its rows.
  GROUP BY requirement_id, rule_id, reason
),
pair AS (
  SELECT rule_id, equivalent_rule_id, min(artifact_id) AS artifact_id
  FROM _equivalent
  WHERE ifnull(recorded_in <= :known_at, 1)
    AND (superseded_in IS NULL OR superseded_in > :known_at)
  GROUP BY rule_id, equivalent_rule_id
),
evidence AS (
  SELECT
    requirement_id,
    rule_id,
    rule_id AS source_rule_id,
    reason,
    artifact_id,
    NULL AS equivalence_artifact_id
  FROM mapping
  UNION ALL
  SELECT
    mapping.requirement_id,
    pair.rule_id,
    mapping.rule_id,
    mapping.reason,
    mapping.artifact_id,
    pair.artifact_id
  FROM mapping
  CROSS JOIN pair ON pair.equivalent_rule_id = mapping.rule_id
),
named AS (
  SELECT rule.rule_id, catalog.key || '/' || rule.key AS name
  FROM rule
  CROSS JOIN catalog ON catalog.catalog_id = rule.catalog_id
),
equivalents AS MATERIALIZED (
  SELECT rule_id, group_concat(name, ', ') AS names
  FROM (
    SELECT pair.rule_id, named.name
    FROM pair
    CROSS JOIN named ON named.rule_id = pair.equivalent_rule_id
    WHERE pair.rule_id IN (SELECT evidence.rule_id FROM evidence)
    ORDER BY pair.rule_id, named.name
  )
  GROUP BY rule_id
)
SELECT
  asked.framework,
  asked.edition,
  asked.requirement,
  catalog.key AS catalog,
  rule.key AS rule,
  revision.title,
  severity.key AS severity,
  iif(evidence.source_rule_id = evidence.rule_id, 'mapping', 'equivalence')
    AS via,
  source.name AS source,
  evidence.reason,
  artifact.path AS artifact_path,
  lower(hex(artifact.sha256)) AS artifact_sha256,
  (
    SELECT min(scan.scan_id)
    FROM scan
    WHERE scan.artifact_id = evidence.artifact_id
  ) AS scan_id,
  stating.path AS equivalence_path,
  equivalents.names AS equivalents
FROM evidence
CROSS JOIN asked_requirement AS asked
  ON asked.requirement_id = evidence.requirement_id
CROSS JOIN rule ON rule.rule_id = evidence.rule_id
CROSS JOIN catalog ON catalog.catalog_id = rule.catalog_id
CROSS JOIN named AS source ON source.rule_id = evidence.source_rule_id
CROSS JOIN artifact ON artifact.artifact_id = evidence.artifact_id
CROSS JOIN rule_in_force AS own ON own.rule_id = evidence.rule_id
LEFT JOIN rule_revision AS revision
  ON revision.rule_revision_id = own.rule_revision_id
LEFT JOIN severity ON severity.severity_id = revision.severity_id
LEFT JOIN artifact AS stating
  ON stating.artifact_id = evidence.equivalence_artifact_id
LEFT JOIN equivalents ON equivalents.rule_id = evidence.rule_id
ORDER BY
  asked.framework,
  asked.edition,
  asked.requirement,
  catalog.key,
  rule.key,
  via DESC,
  source.name,
  artifact_path,
  artifact_sha256,
  evidence.reason;
