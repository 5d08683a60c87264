-- The days, weeks or months that a period is cut into, as modifiers of SQLite:
-- what takes a time back to the beginning of its bucket, and on to the next.
-- Weeks begin on Monday: 'weekday 0' is the Sunday on or after a day.
SELECT
  CASE :bucket
    WHEN 'day' THEN 'start of day'
    WHEN 'month' THEN 'start of month'
    ELSE 'weekday 0'
  END AS snap,
  CASE WHEN :bucket IN ('day', 'month') THEN '+0 days' ELSE '-6 days' END
    AS back,
  CASE :bucket
    WHEN 'day' THEN '+1 day'
    WHEN 'month' THEN '+1 month'
    ELSE '+7 days'
  END AS step;
