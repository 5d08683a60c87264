-- Failing episodes: when each opened, how it ended and how long it took.
--
-- One row per episode that opened by the moment, open ones first, longest
-- first. One that closed later is open. An episode ends with pass (resolved)
-- or gone; other statuses neither open nor end one.
--
-- @param framework TEXT     Key or alias, in any case; NULL is all.
-- @param account   TEXT     As its provider names it; NULL is all.
-- @param severity  TEXT     Exactly this one; NULL is all.
-- @param as_of     INTEGER  Microseconds of UTC, inclusive; NULL is now.
-- @param known_at  INTEGER  The last ingest to believe; NULL is all.
-- @column tool             TEXT     The scanner.
-- @column provider         TEXT     The cloud or other provider.
-- @column account          TEXT     As the provider names it.
-- @column region           TEXT     As the provider names it.
-- @column rule             TEXT     The scanner's check.
-- @column resource         TEXT     As the provider names it.
-- @column discriminator    TEXT     Tells several results apart.
-- @column severity         TEXT     When it opened.
-- @column episode          INTEGER  Its number among those of the finding.
-- @column opened_at        TEXT     The first scan that says fail.
-- @column closed_at        TEXT     The scan that ended it; NULL where open.
-- @column outcome          TEXT     open, resolved or gone.
-- @column is_reopened      INTEGER  1 where the finding had failed before.
-- @column previous_episode INTEGER  The one before; NULL where there is none.
-- @column open_days        REAL     To its end, or to the moment asked for.
-- @uses asked_episode
SELECT
  name.tool,
  name.provider,
  name.account,
  name.region,
  name.rule,
  name.resource,
  name.discriminator,
  severity.key AS severity,
  episode.episode,
  strftime('%Y-%m-%dT%H:%M:%SZ', episode.opened_at / 1000000, 'unixepoch')
    AS opened_at,
  strftime('%Y-%m-%dT%H:%M:%SZ', episode.closed_at / 1000000, 'unixepoch')
    AS closed_at,
  CASE episode.closing_status_id
    WHEN 5 THEN 'resolved'
    WHEN 7 THEN 'gone'
    ELSE 'open'
  END AS outcome,
  episode.episode > 1 AS is_reopened,
  nullif(episode.episode - 1, 0) AS previous_episode,
  round(
    (
      coalesce(episode.closed_at / 1000000, :as_of / 1000000, unixepoch())
      - episode.opened_at / 1000000
    ) / 86400.0,
    2
  ) AS open_days
FROM asked_episode AS episode
CROSS JOIN severity ON severity.severity_id = episode.severity_id
CROSS JOIN _finding_name AS name ON name.finding_id = episode.finding_id
ORDER BY
  episode.closing_status_id IS NULL DESC,
  episode.severity_id,
  open_days DESC,
  name.provider,
  name.account,
  name.region,
  name.tool,
  name.rule,
  name.resource,
  name.discriminator,
  episode.episode;
