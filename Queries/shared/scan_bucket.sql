-- The bucket of each scan's time; 0 is before the period. What opens or closes
-- does so at the time of a scan.
--
-- @uses bucket, bucket_modifier, period_start
-- @materialized yes
SELECT scan.scanned_at, ifnull(bucket.number, 0) AS number
FROM (SELECT DISTINCT scanned_at FROM scan) AS scan
JOIN bucket_modifier AS modifier
JOIN period_start
LEFT JOIN bucket
  ON scan.scanned_at > period_start.from_at
  AND bucket.starts_on = date(
    scan.scanned_at / 1000000,
    'unixepoch',
    modifier.snap,
    modifier.back
  );
