-- Failing episodes of a period: what a sample is drawn from.
--
-- One row per failing episode. It is closed in the period, after from_at and
-- up to as_of, or opened in it, or open at its end, or failed at some time in
-- it, as state says. It ends with pass (resolved) or gone; other statuses
-- neither open nor end one.
--
-- @param state       TEXT     One of closed, opened, open, all; NULL is all.
-- @param framework   TEXT     Key or alias, in any case; NULL is all.
-- @param edition     TEXT     Its key; NULL is all.
-- @param requirement TEXT     Its number in the edition; NULL is all.
-- @param account     TEXT     As its provider names it; NULL is all.
-- @param severity    TEXT     Exactly this one; NULL is all.
-- @param from_at     INTEGER  Microseconds of UTC, exclusive; NULL is all.
-- @param as_of       INTEGER  Microseconds of UTC, inclusive; NULL is now.
-- @param known_at    INTEGER  The last ingest to believe; NULL is all.
-- @column finding_id              INTEGER  The finding's number.
-- @column episode                 INTEGER  Its number among those of it.
-- @column tool                    TEXT     The scanner.
-- @column provider                TEXT     The cloud or other provider.
-- @column account                 TEXT     As the provider names it.
-- @column region                  TEXT     As the provider names it.
-- @column rule                    TEXT     The scanner's check.
-- @column resource                TEXT     As the provider names it.
-- @column discriminator           TEXT     Tells several results apart.
-- @column severity                TEXT     When it opened.
-- @column opened_at               TEXT     The first scan that says fail.
-- @column closed_at               TEXT     The scan that ended it; NULL where
--                                          it is open at the end.
-- @column outcome                 TEXT     open, resolved or gone.
-- @column requirements            TEXT     Edition and number of each, sorted.
-- @column opening_artifact_sha256 TEXT     The file that opened it.
-- @column closing_artifact_sha256 TEXT     The file that ended it.
-- @uses episode, known_event, asked_mapping, rule_member, wanted
WITH
listed AS MATERIALIZED (
  SELECT rule_id, group_concat(name, ', ') AS requirements
  FROM (
    SELECT
      mapping.rule_id,
      edition.key || ' ' || requirement.key AS name
    FROM asked_mapping AS mapping
    CROSS JOIN requirement
      ON requirement.requirement_id = mapping.requirement_id
    CROSS JOIN edition ON edition.edition_id = requirement.edition_id
    ORDER BY mapping.rule_id, edition.key, requirement.key
  )
  GROUP BY rule_id
),
chosen AS (
  SELECT
    episode.finding_id,
    episode.episode,
    episode.severity_id,
    episode.opened_at,
    episode.closed_at,
    episode.opening_event_id
  FROM episode
  CROSS JOIN severity ON severity.severity_id = episode.severity_id
  CROSS JOIN finding ON finding.finding_id = episode.finding_id
  CROSS JOIN cell ON cell.cell_id = finding.cell_id
  CROSS JOIN account ON account.account_id = cell.account_id
  WHERE (:severity IS NULL OR severity.key = :severity)
    AND (:account IS NULL OR account.key = :account)
    AND (
      :framework IS NULL
      OR cell.rule_id IN (
        SELECT member.rule_id
        FROM rule_member AS member
        CROSS JOIN wanted ON wanted.framework_id = member.framework_id
      )
    )
    AND (
      ifnull(:edition, :requirement) IS NULL
      OR cell.rule_id IN (SELECT listed.rule_id FROM listed)
    )
    AND CASE ifnull(:state, 'all')
      WHEN 'closed'
        THEN ifnull(episode.closed_at > :from_at, episode.closed_at)
      WHEN 'opened' THEN ifnull(episode.opened_at > :from_at, 1)
      WHEN 'open' THEN episode.closed_at IS NULL
      ELSE ifnull(episode.closed_at > :from_at, 1)
    END
)
SELECT
  name.finding_id,
  chosen.episode,
  name.tool,
  name.provider,
  name.account,
  name.region,
  name.rule,
  name.resource,
  name.discriminator,
  severity.key AS severity,
  strftime('%Y-%m-%dT%H:%M:%SZ', chosen.opened_at / 1000000, 'unixepoch')
    AS opened_at,
  strftime('%Y-%m-%dT%H:%M:%SZ', chosen.closed_at / 1000000, 'unixepoch')
    AS closed_at,
  CASE closing.status_id
    WHEN 5 THEN 'resolved'
    WHEN 7 THEN 'gone'
    ELSE 'open'
  END AS outcome,
  listed.requirements,
  lower(hex(opening_artifact.sha256)) AS opening_artifact_sha256,
  -- hex() makes an empty text of NULL.
  nullif(lower(hex(closing_artifact.sha256)), '') AS closing_artifact_sha256
FROM chosen
CROSS JOIN severity ON severity.severity_id = chosen.severity_id
CROSS JOIN _finding_name AS name ON name.finding_id = chosen.finding_id
CROSS JOIN event AS opening ON opening.event_id = chosen.opening_event_id
CROSS JOIN scan AS opening_scan ON opening_scan.scan_id = opening.scan_id
CROSS JOIN artifact AS opening_artifact
  ON opening_artifact.artifact_id = opening_scan.artifact_id
LEFT JOIN event AS closing
  ON closing.event_id = (
    SELECT known.event_id
    FROM known_event AS known
    CROSS JOIN scan ON scan.scan_id = known.scan_id
    WHERE known.finding_id = chosen.finding_id
      AND known.since_at = chosen.closed_at
      AND known.status_id IN (5, 7)
      AND (known.since_at, scan.tie_break)
        > (chosen.opened_at, opening_scan.tie_break)
    ORDER BY scan.tie_break
    LIMIT 1
  )
LEFT JOIN scan AS closing_scan ON closing_scan.scan_id = closing.scan_id
LEFT JOIN artifact AS closing_artifact
  ON closing_artifact.artifact_id = closing_scan.artifact_id
LEFT JOIN listed ON listed.rule_id = name.rule_id
ORDER BY
  name.provider,
  name.account,
  name.region,
  name.tool,
  name.rule,
  name.resource,
  name.discriminator,
  chosen.episode;
