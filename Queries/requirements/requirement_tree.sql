-- Editions as trees of requirements, each with the worst of what is below it.
--
-- One row per requirement and heading, parents before what is below them. The
-- status is the worst of its own and of all below it, fail to not_evaluated;
-- the counts are of it and of all below it, headings left out, and each check
-- and finding counts once.
--
-- @param framework TEXT     Key or alias, in any case; NULL is all.
-- @param edition   TEXT     Its key; NULL is all.
-- @param account   TEXT     As its provider names it; NULL is all.
-- @param as_of     INTEGER  Microseconds of UTC, inclusive; NULL is now.
-- @param known_at  INTEGER  The last ingest to believe; NULL is all.
-- @column framework                  TEXT     Its key.
-- @column edition                    TEXT     Its key.
-- @column level                      INTEGER  1 for what is part of nothing.
-- @column requirement                TEXT     Its number in the edition.
-- @column title                      TEXT     Its title.
-- @column is_assessable              INTEGER  0 for a heading.
-- @column status                     TEXT     The worst, itself included.
-- @column requirements               INTEGER  It and those below it.
-- @column requirements_failing       INTEGER  Those with status fail.
-- @column requirements_waived        INTEGER  Those with status waived.
-- @column requirements_manual        INTEGER  Those with status manual.
-- @column requirements_stale         INTEGER  Those with status stale.
-- @column requirements_passing       INTEGER  Those with status pass.
-- @column requirements_not_evaluated INTEGER  Those that nothing evaluated.
-- @column rules_mapped               INTEGER  Checks that are evidence.
-- @column failing                    INTEGER  Findings that fail any of them.
-- @uses wanted, evidence, requirement_node, requirement_place, rule_mapping,
--       tool_rule, rule_evidence, accepted_for
WITH
node AS MATERIALIZED (
  SELECT
    node.requirement_id,
    node.parent_requirement_id,
    node.title,
    wanted.key AS framework,
    edition.key AS edition
  FROM requirement_node AS node
  CROSS JOIN requirement ON requirement.requirement_id = node.requirement_id
  CROSS JOIN edition ON edition.edition_id = requirement.edition_id
  CROSS JOIN wanted ON wanted.framework_id = edition.framework_id
  WHERE :edition IS NULL
    OR edition.key = :edition
),
walk (requirement_id, level, place) AS (
  SELECT node.requirement_id, 1, place.place
  FROM node
  CROSS JOIN requirement_place AS place
    ON place.requirement_id = node.requirement_id
  WHERE node.parent_requirement_id IS NULL
  UNION ALL
  SELECT
    node.requirement_id,
    walk.level + 1,
    walk.place || char(1) || place.place
  FROM walk
  CROSS JOIN node ON node.parent_requirement_id = walk.requirement_id
  CROSS JOIN requirement_place AS place
    ON place.requirement_id = node.requirement_id
),
-- Each requirement with itself and all that it is part of.
branch (top_id, requirement_id) AS (
  SELECT requirement_id, requirement_id
  FROM node
  UNION ALL
  SELECT node.parent_requirement_id, branch.requirement_id
  FROM branch
  CROSS JOIN node ON node.requirement_id = branch.top_id
  WHERE node.parent_requirement_id IS NOT NULL
),
judged AS MATERIALIZED (
  SELECT
    branch.top_id,
    min(evidence.verdict_id) AS verdict_id,
    count(*) AS requirements,
    sum(evidence.verdict_id = 1) AS failing,
    sum(evidence.verdict_id = 2) AS waived,
    sum(evidence.verdict_id = 3) AS manual,
    sum(evidence.verdict_id = 4) AS stale,
    sum(evidence.verdict_id = 5) AS passing,
    sum(evidence.verdict_id = 6) AS not_evaluated,
    max(branch.top_id = branch.requirement_id) AS is_assessable
  FROM evidence
  CROSS JOIN branch ON branch.requirement_id = evidence.requirement_id
  GROUP BY branch.top_id
),
-- The checks of each branch, and for how many of its requirements.
checked AS MATERIALIZED (
  SELECT branch.top_id, mapping.rule_id, count(*) AS requirements
  FROM rule_mapping AS mapping
  CROSS JOIN tool_rule ON tool_rule.rule_id = mapping.rule_id
  CROSS JOIN branch ON branch.requirement_id = mapping.requirement_id
  GROUP BY branch.top_id, mapping.rule_id
),
-- Findings that are accepted for some of the branch's requirements alone: they
-- fail none of them where that is all for which they are evidence.
accepted AS MATERIALIZED (
  SELECT branch.top_id, accepted_for.rule_id, count(*) AS requirements
  FROM accepted_for
  CROSS JOIN branch
    ON branch.requirement_id = accepted_for.requirement_id
  GROUP BY branch.top_id, accepted_for.rule_id, accepted_for.finding_id
),
accepted_in_all AS MATERIALIZED (
  SELECT accepted.top_id, accepted.rule_id, count(*) AS findings
  FROM accepted
  CROSS JOIN checked
    ON checked.top_id = accepted.top_id
    AND checked.rule_id = accepted.rule_id
    AND checked.requirements = accepted.requirements
  GROUP BY accepted.top_id, accepted.rule_id
),
counted AS MATERIALIZED (
  SELECT
    checked.top_id,
    count(*) AS rules,
    sum(ifnull(found.failing, 0) - ifnull(accepted.findings, 0)) AS failing
  FROM checked
  LEFT JOIN rule_evidence AS found ON found.rule_id = checked.rule_id
  LEFT JOIN accepted_in_all AS accepted
    ON accepted.top_id = checked.top_id
    AND accepted.rule_id = checked.rule_id
  GROUP BY checked.top_id
)
SELECT
  node.framework,
  node.edition,
  walk.level,
  requirement.key AS requirement,
  node.title,
  ifnull(judged.is_assessable, 0) AS is_assessable,
  verdict.key AS status,
  ifnull(judged.requirements, 0) AS requirements,
  ifnull(judged.failing, 0) AS requirements_failing,
  ifnull(judged.waived, 0) AS requirements_waived,
  ifnull(judged.manual, 0) AS requirements_manual,
  ifnull(judged.stale, 0) AS requirements_stale,
  ifnull(judged.passing, 0) AS requirements_passing,
  ifnull(judged.not_evaluated, 0) AS requirements_not_evaluated,
  ifnull(counted.rules, 0) AS rules_mapped,
  ifnull(counted.failing, 0) AS failing
FROM walk
CROSS JOIN node ON node.requirement_id = walk.requirement_id
CROSS JOIN requirement ON requirement.requirement_id = walk.requirement_id
LEFT JOIN judged ON judged.top_id = walk.requirement_id
LEFT JOIN counted ON counted.top_id = walk.requirement_id
CROSS JOIN verdict ON verdict.verdict_id = ifnull(judged.verdict_id, 6)
ORDER BY
  node.framework,
  node.edition,
  walk.place;
