-- How many days scans may be apart: what is asked for, or else the setting.
--
-- @uses setting_known
-- @materialized yes
SELECT ifnull(
  :days,
  (
    SELECT CAST(value AS INTEGER)
    FROM setting_known
    WHERE key = 'scan_interval_days'
  )
) AS days;
