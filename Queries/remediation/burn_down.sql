-- How fast the backlog of failures shrinks, and when it is empty at that pace.
--
-- One row per framework and bucket, oldest first, as by remediation/trend. The
-- pace is that of the period so far: what was open at its end less what was
-- open at from_at, by the time between. Without from_at the period begins
-- after the first scan, whose failures are the backlog to begin with.
--
-- @param framework TEXT     Key or alias, in any case; NULL is all.
-- @param account   TEXT     As its provider names it; NULL is all.
-- @param severity  TEXT     When the episode opened; NULL is all.
-- @param bucket    TEXT     One of day, week, month; NULL is week, from
--                    Monday.
-- @param from_at   INTEGER  Microseconds of UTC, exclusive; NULL is the first
--                           scan.
-- @param as_of     INTEGER  Microseconds of UTC, inclusive; NULL is now.
-- @param known_at  INTEGER  The last ingest to believe; NULL is all.
-- @column framework       TEXT     Its key.
-- @column period_start    TEXT     The first day of the bucket.
-- @column open_at_end     INTEGER  Open at its end, or at as_of.
-- @column opened          INTEGER  Opened in it, reopened ones included.
-- @column closed          INTEGER  Resolved or gone in it.
-- @column net_change      INTEGER  Opened less closed.
-- @column mean_weekly_net REAL     Net change of the period so far, in 7 days.
-- @column empty_on        TEXT     When nothing is open at that pace; NULL
--                                  where it does not shrink.
-- @uses backlog, period_start, wanted
WITH
pace AS (
  SELECT
    backlog.framework_id,
    backlog.number,
    backlog.starts_on,
    backlog.open_at_end,
    backlog.opened + backlog.reopened AS opened,
    backlog.resolved + backlog.gone AS closed,
    backlog.open_at_end - backlog.open_at_start AS net_so_far,
    backlog.ends_at / 1000000 AS end_second,
    (backlog.ends_at - period_start.from_at) / 1000000 AS seconds
  FROM backlog
  JOIN period_start
)
SELECT
  wanted.key AS framework,
  pace.starts_on AS period_start,
  pace.open_at_end,
  pace.opened,
  pace.closed,
  pace.opened - pace.closed AS net_change,
  round(pace.net_so_far * 604800.0 / pace.seconds, 2) AS mean_weekly_net,
  CASE
    WHEN pace.net_so_far < 0
      THEN date(
        pace.end_second
          + pace.open_at_end * pace.seconds / -pace.net_so_far,
        'unixepoch'
      )
  END AS empty_on
FROM pace
CROSS JOIN wanted ON wanted.framework_id = pace.framework_id
ORDER BY wanted.key, pace.number;
