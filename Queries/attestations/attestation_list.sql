-- Attestations: what somebody says is met or not, and the files it rests on.
--
-- One row per attestation, those in force first, the next to run out first.
-- Of several of one requirement in force, the one recorded last counts.
--
-- @param state       TEXT     One of upcoming, in_force, expired, revoked;
--                             NULL is all.
-- @param framework   TEXT     Key or alias, in any case; NULL is all.
-- @param edition     TEXT     Its key; NULL is all.
-- @param requirement TEXT     Its number in the edition; NULL is all.
-- @param as_of       INTEGER  Microseconds of UTC, inclusive; NULL is now.
-- @param known_at    INTEGER  The last ingest to believe; NULL is all.
-- @column attestation_id    INTEGER  Its number.
-- @column state             TEXT     upcoming, in_force, expired or revoked.
-- @column framework         TEXT     The framework's key.
-- @column edition           TEXT     The edition's key.
-- @column requirement       TEXT     The requirement's number in it.
-- @column provider          TEXT     The platform of the account.
-- @column account           TEXT     What it is about alone; NULL is all.
-- @column result            TEXT     met or not_met.
-- @column attested_by       TEXT     Who attests it.
-- @column note              TEXT     What else there is to say.
-- @column evidence          TEXT     The files that it rests on.
-- @column starts_at         TEXT     When it begins.
-- @column expires_at        TEXT     The first moment without it.
-- @column revoked_at        TEXT     When it was ended before; NULL where not.
-- @column revoked_by        TEXT     Who ended it.
-- @column revocation_reason TEXT     Why.
-- @column recorded_at       TEXT     When it was recorded.
-- @column is_backdated      INTEGER  1 where it begins before that.
-- @uses wanted
WITH
known AS (
  SELECT
    attestation.attestation_id,
    revocation.revoked_at,
    revocation.revoked_by,
    revocation.reason,
    CASE
      WHEN revocation.revoked_at <= ifnull(:as_of, unixepoch() * 1000000)
        THEN 'revoked'
      WHEN attestation.expires_at <= ifnull(:as_of, unixepoch() * 1000000)
        THEN 'expired'
      WHEN attestation.starts_at > ifnull(:as_of, unixepoch() * 1000000)
        THEN 'upcoming'
      ELSE 'in_force'
    END AS state
  FROM attestation
  LEFT JOIN attestation_revocation AS revocation
    ON revocation.attestation_id = attestation.attestation_id
    AND ifnull(revocation.recorded_in <= :known_at, 1)
  WHERE ifnull(attestation.recorded_in <= :known_at, 1)
)
SELECT
  known.attestation_id,
  known.state,
  wanted.key AS framework,
  edition.key AS edition,
  requirement.key AS requirement,
  account.provider,
  account.key AS account,
  iif(attestation.is_met, 'met', 'not_met') AS result,
  attestation.attested_by,
  attestation.note,
  (
    SELECT group_concat(listed.path, ', ')
    FROM (
      SELECT evidence.path
      FROM attestation_evidence AS evidence
      WHERE evidence.attestation_id = known.attestation_id
      ORDER BY evidence.path
    ) AS listed
  ) AS evidence,
  strftime('%Y-%m-%dT%H:%M:%SZ', attestation.starts_at / 1000000, 'unixepoch')
    AS starts_at,
  strftime('%Y-%m-%dT%H:%M:%SZ', attestation.expires_at / 1000000, 'unixepoch')
    AS expires_at,
  strftime('%Y-%m-%dT%H:%M:%SZ', known.revoked_at / 1000000, 'unixepoch')
    AS revoked_at,
  known.revoked_by,
  known.reason AS revocation_reason,
  strftime('%Y-%m-%dT%H:%M:%SZ', ingest.recorded_at / 1000000, 'unixepoch')
    AS recorded_at,
  attestation.starts_at / 1000000 < ingest.recorded_at / 1000000
    AS is_backdated
FROM known
CROSS JOIN attestation ON attestation.attestation_id = known.attestation_id
CROSS JOIN ingest ON ingest.ingest_id = attestation.recorded_in
CROSS JOIN requirement
  ON requirement.requirement_id = attestation.requirement_id
CROSS JOIN edition ON edition.edition_id = requirement.edition_id
CROSS JOIN wanted ON wanted.framework_id = edition.framework_id
LEFT JOIN account ON account.account_id = attestation.account_id
WHERE (:state IS NULL OR known.state = :state)
  AND (:edition IS NULL OR edition.key = :edition)
  AND (:requirement IS NULL OR requirement.key = :requirement)
ORDER BY
  CASE known.state
    WHEN 'in_force' THEN 1
    WHEN 'upcoming' THEN 2
    WHEN 'expired' THEN 3
    ELSE 4
  END,
  attestation.expires_at,
  attestation.starts_at,
  known.attestation_id;
