-- Requirements by what each account's own evidence says at a moment.
--
-- One row per edition, requirement and account that was scanned by then, and
-- one without an account for all of them together, which comes first and is
-- left out where an account is asked for. An attestation about one account
-- counts in that account's row.
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
-- @column provider           TEXT     The account's platform; NULL for all.
-- @column account            TEXT     The account; NULL for all of them.
-- @column status             TEXT     From fail to not_evaluated.
-- @column rules_mapped       INTEGER  Checks that are evidence for it.
-- @column rules_evaluated    INTEGER  Those of them with a result there.
-- @column passing            INTEGER  Findings that pass.
-- @column failing            INTEGER  Fail, not muted, not waived.
-- @column waived             INTEGER  Fail, not muted, but accepted.
-- @column muted              INTEGER  Findings that are suppressed.
-- @column oldest_evidence_at TEXT     The oldest last confirmation.
-- @column newest_evidence_at TEXT     The newest one.
-- @column attested           INTEGER  1 where an attestation is in force.
-- @column attested_by        TEXT     Who made it, or the last to run out.
-- @column attested_until     TEXT     The first moment without it.
-- @uses wanted, known_requirement, requirement_evidence, account_evidence,
--       accepted_for, fresh_since, manual_requirement, attestation_begun,
--       requirement_title
WITH
-- The accounts that were scanned, and 0 for all of them together.
place AS MATERIALIZED (
  SELECT account_id, provider, key
  FROM account
  WHERE (:account IS NULL OR key = :account)
    AND EXISTS (
      SELECT 1
      FROM scan_coverage AS coverage
      CROSS JOIN scan ON scan.scan_id = coverage.scan_id
      WHERE coverage.account_id = account.account_id
        AND scan.scanned_at <= ifnull(:as_of, 9223372036854775806)
        AND ifnull(scan.ingest_id <= :known_at, 1)
    )
  UNION ALL
  SELECT 0, NULL, NULL
  WHERE :account IS NULL
),
accepted_here AS MATERIALIZED (
  SELECT requirement_id, rule_id, account_id, count(*) AS waived
  FROM accepted_for
  GROUP BY requirement_id, rule_id, account_id
),
found AS MATERIALIZED (
  SELECT
    mapping.requirement_id,
    evidence.account_id,
    sum(evidence.is_evaluated) AS rules_evaluated,
    sum(evidence.passing) AS passing,
    sum(evidence.failing - ifnull(accepted_here.waived, 0)) AS failing,
    sum(evidence.waived + ifnull(accepted_here.waived, 0)) AS waived,
    sum(evidence.muted) AS muted,
    sum(evidence.undecided) AS undecided,
    min(evidence.oldest_at) AS oldest_at,
    max(evidence.newest_at) AS newest_at
  FROM rule_mapping AS mapping
  CROSS JOIN tool_rule ON tool_rule.rule_id = mapping.rule_id
  CROSS JOIN account_evidence AS evidence
    ON evidence.rule_id = mapping.rule_id
  LEFT JOIN accepted_here
    ON accepted_here.requirement_id = mapping.requirement_id
    AND accepted_here.rule_id = mapping.rule_id
    AND accepted_here.account_id = evidence.account_id
  GROUP BY mapping.requirement_id, evidence.account_id
  UNION ALL
  SELECT
    requirement_id, 0, rules_evaluated, passing, failing, waived, muted,
    undecided, oldest_at, newest_at
  FROM requirement_evidence
),
mapped AS MATERIALIZED (
  SELECT mapping.requirement_id, count(*) AS rules
  FROM rule_mapping AS mapping
  CROSS JOIN tool_rule ON tool_rule.rule_id = mapping.rule_id
  GROUP BY mapping.requirement_id
),
-- As attested, for each place.
attested_here AS MATERIALIZED (
  SELECT
    requirement_id, account_id, verdict_id, is_in_force, attested_by,
    expires_at
  FROM (
    SELECT
      attestation.requirement_id,
      place.account_id,
      attestation.verdict_id,
      attestation.is_in_force,
      attestation.attested_by,
      attestation.expires_at,
      row_number() OVER (
        PARTITION BY attestation.requirement_id, place.account_id
        ORDER BY
          attestation.is_in_force DESC,
          iif(attestation.is_in_force, 0, attestation.expires_at) DESC,
          attestation.attestation_id DESC
      ) AS rank
    FROM attestation_begun AS attestation
    CROSS JOIN place
    WHERE attestation.account_id IS NULL
      OR attestation.account_id = place.account_id
  )
  WHERE rank = 1
)
SELECT
  wanted.key AS framework,
  edition.key AS edition,
  requirement.key AS requirement,
  requirement_title.title,
  place.provider,
  place.key AS account,
  verdict.key AS status,
  ifnull(mapped.rules, 0) AS rules_mapped,
  ifnull(found.rules_evaluated, 0) AS rules_evaluated,
  ifnull(found.passing, 0) AS passing,
  ifnull(found.failing, 0) AS failing,
  ifnull(found.waived, 0) AS waived,
  ifnull(found.muted, 0) AS muted,
  strftime('%Y-%m-%dT%H:%M:%SZ', found.oldest_at / 1000000, 'unixepoch')
    AS oldest_evidence_at,
  strftime('%Y-%m-%dT%H:%M:%SZ', found.newest_at / 1000000, 'unixepoch')
    AS newest_evidence_at,
  ifnull(attested.is_in_force, 0) AS attested,
  attested.attested_by,
  strftime('%Y-%m-%dT%H:%M:%SZ', attested.expires_at / 1000000, 'unixepoch')
    AS attested_until
FROM known_requirement AS known
CROSS JOIN requirement ON requirement.requirement_id = known.requirement_id
CROSS JOIN edition ON edition.edition_id = requirement.edition_id
CROSS JOIN wanted ON wanted.framework_id = edition.framework_id
CROSS JOIN place
LEFT JOIN requirement_title
  ON requirement_title.requirement_id = known.requirement_id
LEFT JOIN mapped ON mapped.requirement_id = known.requirement_id
LEFT JOIN found
  ON found.requirement_id = known.requirement_id
  AND found.account_id = place.account_id
LEFT JOIN manual_requirement AS manual
  ON manual.requirement_id = known.requirement_id
LEFT JOIN attested_here AS attested
  ON attested.requirement_id = known.requirement_id
  AND attested.account_id = place.account_id
CROSS JOIN verdict
  ON verdict.verdict_id = CASE
    WHEN found.failing > 0 THEN 1
    WHEN found.waived > 0 THEN 2
    WHEN found.undecided > 0 THEN ifnull(attested.verdict_id, 3)
    WHEN found.passing > 0
      THEN iif(
        found.oldest_at / 1000000 < (SELECT second FROM fresh_since),
        4,
        5
      )
    ELSE ifnull(
      attested.verdict_id,
      iif(manual.requirement_id IS NULL, 6, 3)
    )
  END
WHERE :edition IS NULL
  OR edition.key = :edition
ORDER BY
  framework,
  edition,
  requirement,
  place.account_id <> 0,
  place.provider,
  place.key;
