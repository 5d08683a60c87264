-- What is unmet, failures cut where waivers begin and end.
--
-- @uses unmet, acceptance_scope, accepted_piece
-- @materialized no
SELECT
  rule_id,
  '' AS apart,
  0 AS requirement_id,
  kind,
  finding_id,
  severity_id,
  starts_at,
  ends_at
FROM unmet
WHERE kind <> 1
  OR finding_id NOT IN (SELECT finding_id FROM acceptance_scope)
UNION ALL
SELECT
  rule_id,
  apart,
  requirement_id,
  kind,
  finding_id,
  severity_id,
  starts_at,
  ends_at
FROM accepted_piece;
