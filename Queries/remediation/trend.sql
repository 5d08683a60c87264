-- The backlog of failures by day, week or month: open, opened, closed.
--
-- One row per framework and bucket, oldest first, for frameworks with an
-- episode that was open at some time of the period; a bucket in which nothing
-- changed has a row, too. Without from_at the period begins after the first
-- scan: what that found is open at the start. Muted and waived failures are
-- open. See remediation/trend_by_scan for what each scan reported.
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
-- @column framework    TEXT     Its key.
-- @column period_start TEXT     The first day of the bucket.
-- @column open_at_end  INTEGER  Open at its end, or at as_of.
-- @column opened       INTEGER  Opened in it, as their finding's first.
-- @column reopened     INTEGER  Opened in it, by a finding that had failed.
-- @column resolved     INTEGER  Ended in it with a pass.
-- @column gone         INTEGER  Ended in it since a scan no longer saw it.
-- @uses backlog, wanted
SELECT
  wanted.key AS framework,
  backlog.starts_on AS period_start,
  backlog.open_at_end,
  backlog.opened,
  backlog.reopened,
  backlog.resolved,
  backlog.gone
FROM backlog
CROSS JOIN wanted ON wanted.framework_id = backlog.framework_id
ORDER BY wanted.key, backlog.number;
