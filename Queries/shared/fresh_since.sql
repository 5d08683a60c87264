-- The second since which evidence has to be confirmed to be fresh.
--
-- @uses setting_known
SELECT
  ifnull(:as_of / 1000000, unixepoch()) - 86400 * CAST(value AS INTEGER)
    AS second
FROM setting_known
WHERE key = 'freshness_days';
