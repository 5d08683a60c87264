-- Requirements by what their evidence says at a moment, worst first.
--
-- One row per edition and requirement, those that nothing checks included.
-- See requirements/requirement_evidence for what is behind a row.
--
-- @param framework TEXT     Key or alias, in any case; NULL is all.
-- @param edition   TEXT     Its key; NULL is all.
-- @param account   TEXT     As its provider names it; NULL is all.
-- @param as_of     INTEGER  Microseconds of UTC, inclusive; NULL is now.
-- @param known_at  INTEGER  The last ingest to believe; NULL is all.
-- @column framework          TEXT     Its key.
-- @column edition            TEXT     Its key.
-- @column requirement        TEXT     Its number in the edition.
-- @column title              TEXT     Its title.
-- @column status             TEXT     From fail to not_evaluated.
-- @column rules_mapped       INTEGER  Checks that are evidence for it.
-- @column rules_evaluated    INTEGER  Those of them with a result.
-- @column passing            INTEGER  Findings that pass.
-- @column failing            INTEGER  Fail, not muted, not waived.
-- @column waived             INTEGER  Fail, not muted, but accepted.
-- @column muted              INTEGER  Findings that are suppressed.
-- @column oldest_evidence_at TEXT     The oldest last confirmation.
-- @column newest_evidence_at TEXT     The newest one.
-- @uses wanted, evidence, known_requirement, requirement_title
SELECT
  wanted.key AS framework,
  edition.key AS edition,
  requirement.key AS requirement,
  requirement_title.title,
  ifnull(evidence.status, 'not_evaluated') AS status,
  ifnull(evidence.rules_mapped, 0) AS rules_mapped,
  ifnull(evidence.rules_evaluated, 0) AS rules_evaluated,
  ifnull(evidence.passing, 0) AS passing,
  ifnull(evidence.failing, 0) AS failing,
  ifnull(evidence.waived, 0) AS waived,
  ifnull(evidence.muted, 0) AS muted,
  strftime('%Y-%m-%dT%H:%M:%SZ', evidence.oldest_at / 1000000, 'unixepoch')
    AS oldest_evidence_at,
  strftime('%Y-%m-%dT%H:%M:%SZ', evidence.newest_at / 1000000, 'unixepoch')
    AS newest_evidence_at
FROM wanted
CROSS JOIN edition ON edition.framework_id = wanted.framework_id
CROSS JOIN requirement ON requirement.edition_id = edition.edition_id
JOIN known_requirement
  ON known_requirement.requirement_id = requirement.requirement_id
LEFT JOIN evidence ON evidence.requirement_id = requirement.requirement_id
LEFT JOIN requirement_title
  ON requirement_title.requirement_id = requirement.requirement_id
WHERE :edition IS NULL
  OR edition.key = :edition
ORDER BY
  CASE evidence.status
    WHEN 'fail' THEN 1
    WHEN 'waived' THEN 2
    WHEN 'manual' THEN 3
    WHEN 'stale' THEN 4
    WHEN 'pass' THEN 5
    ELSE 6
  END,
  framework,
  edition,
  requirement;
