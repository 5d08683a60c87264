-- Each requirement's number with its digits filled up to eight, so that 1.10
-- comes after 1.9.
--
-- @materialized yes
WITH RECURSIVE
reading (requirement_id, rest, done, digits) AS (
  SELECT requirement_id, key, '', ''
  FROM requirement
  UNION ALL
  SELECT
    requirement_id,
    substr(rest, 2),
    iif(
      substr(rest, 1, 1) GLOB '[0-9]',
      done,
      done || iif(digits = '', '', substr('0000000' || digits, -8))
        || substr(rest, 1, 1)
    ),
    iif(substr(rest, 1, 1) GLOB '[0-9]', digits || substr(rest, 1, 1), '')
  FROM reading
  WHERE rest <> ''
)
SELECT
  requirement_id,
  done || iif(digits = '', '', substr('0000000' || digits, -8)) AS place
FROM reading
WHERE rest = '';
