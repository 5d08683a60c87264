-- Requirements by what their evidence says at a moment, worst first.
--
-- One row per edition and requirement, those that nothing checks included.
-- What somebody attests counts where no check decides; about one account,
-- where that account is asked for.
-- See requirements/requirement_evidence for what is behind a row.
--
-- @param framework   TEXT     Key or alias, in any case; NULL is all.
-- @param edition     TEXT     Its key; NULL is all.
-- @param requirement TEXT     Its number in the edition; NULL is all.
-- @param account     TEXT     As its provider names it; NULL is all.
-- @param as_of       INTEGER  Microseconds of UTC, inclusive; NULL is now.
-- @param known_at    INTEGER  The last ingest to believe; NULL is all.
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
-- @column attested           INTEGER  1 where an attestation is in force.
-- @column attested_by        TEXT     Who made it, or the last to run out.
-- @column attested_until     TEXT     The first moment without it.
-- @uses wanted, evidence, requirement_title
SELECT
  wanted.key AS framework,
  edition.key AS edition,
  requirement.key AS requirement,
  requirement_title.title,
  evidence.status,
  evidence.rules_mapped,
  evidence.rules_evaluated,
  evidence.passing,
  evidence.failing,
  evidence.waived,
  evidence.muted,
  strftime('%Y-%m-%dT%H:%M:%SZ', evidence.oldest_at / 1000000, 'unixepoch')
    AS oldest_evidence_at,
  strftime('%Y-%m-%dT%H:%M:%SZ', evidence.newest_at / 1000000, 'unixepoch')
    AS newest_evidence_at,
  evidence.attested,
  evidence.attested_by,
  strftime(
    '%Y-%m-%dT%H:%M:%SZ',
    evidence.attested_until_at / 1000000,
    'unixepoch'
  ) AS attested_until
FROM evidence
CROSS JOIN requirement
  ON requirement.requirement_id = evidence.requirement_id
CROSS JOIN edition ON edition.edition_id = requirement.edition_id
CROSS JOIN wanted ON wanted.framework_id = edition.framework_id
LEFT JOIN requirement_title
  ON requirement_title.requirement_id = requirement.requirement_id
WHERE (:edition IS NULL OR edition.key = :edition)
  AND (:requirement IS NULL OR requirement.key = :requirement)
ORDER BY
  evidence.verdict_id,
  framework,
  edition,
  requirement;
