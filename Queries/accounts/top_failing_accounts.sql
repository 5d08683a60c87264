-- Accounts with the most failing findings, and which of them got worse.
--
-- One row per account with a failure that is neither muted nor waived, at the
-- moment or when the period began. Those alone count, but for the column of
-- those that are waived. Without from_at, it began with the first scan.
--
-- @param framework TEXT     Key or alias, in any case; NULL is all.
-- @param account   TEXT     As its provider names it; NULL is all.
-- @param severity  TEXT     Exactly this one; NULL is all.
-- @param limit     INTEGER  How many rows at most; NULL is 10.
-- @param from_at   INTEGER  Microseconds of UTC, exclusive; NULL is the start.
-- @param as_of     INTEGER  Microseconds of UTC, inclusive; NULL is now.
-- @param known_at  INTEGER  The last ingest to believe; NULL is all.
-- @column provider       TEXT     The cloud or other provider.
-- @column account        TEXT     As the provider names it.
-- @column failing        INTEGER  Findings that fail at the moment.
-- @column failing_before INTEGER  Findings that failed at from_at.
-- @column change         INTEGER  The one less the other: more is worse.
-- @column critical       INTEGER  Those that fail, of severity critical.
-- @column high           INTEGER  Those of severity high.
-- @column waived         INTEGER  Failures at the moment that are accepted.
-- @column rules          INTEGER  Checks that fail.
-- @column resources      INTEGER  Resources that fail.
-- @uses failure_then_and_now
WITH
total AS (
  SELECT
    account_id,
    sum(is_failing) AS failing,
    sum(NOT is_now AND NOT is_waived) AS failing_before,
    sum(is_failing AND severity_id = 1) AS critical,
    sum(is_failing AND severity_id = 2) AS high,
    sum(is_now AND is_waived) AS waived,
    count(DISTINCT rule_id) FILTER (WHERE is_failing) AS rules,
    count(DISTINCT resource_id) FILTER (WHERE is_failing) AS resources
  FROM failure_then_and_now
  GROUP BY account_id
  HAVING failing + failing_before > 0
)
SELECT
  account.provider,
  account.key AS account,
  total.failing,
  total.failing_before,
  total.failing - total.failing_before AS change,
  total.critical,
  total.high,
  total.waived,
  total.rules,
  total.resources
FROM total
CROSS JOIN account ON account.account_id = total.account_id
ORDER BY
  total.failing DESC,
  change DESC,
  account.provider,
  account.key
LIMIT ifnull(:limit, 10);
