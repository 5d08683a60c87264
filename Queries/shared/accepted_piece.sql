-- Failures of findings that were accepted for a while, cut where waivers begin
-- and end: what was not accepted (1), and what was (2). It holds for all
-- requirements of the check but those that apart lists; where requirement_id
-- is not 0, for that one alone.
--
-- @uses unmet, acceptance_scope, accepted_stretch
-- @materialized yes
SELECT
  piece.rule_id,
  piece.apart,
  piece.requirement_id,
  iif(
    EXISTS (
      SELECT 1
      FROM accepted_stretch AS accepted
      WHERE accepted.finding_id = piece.finding_id
        AND accepted.requirement_id = piece.requirement_id
        AND accepted.starts_at <= piece.starts_at
        AND accepted.ends_at > piece.starts_at
    ),
    2,
    1
  ) AS kind,
  piece.finding_id,
  piece.severity_id,
  piece.starts_at,
  piece.ends_at
FROM (
  SELECT
    rule_id,
    apart,
    requirement_id,
    finding_id,
    severity_id,
    cut_at AS starts_at,
    lead(cut_at, 1, ends_at) OVER (
      PARTITION BY finding_id, requirement_id, starts_at
      ORDER BY cut_at
    ) AS ends_at
  FROM (
    SELECT
      unmet.rule_id,
      scope.apart,
      scope.requirement_id,
      unmet.finding_id,
      unmet.severity_id,
      unmet.starts_at,
      unmet.ends_at,
      unmet.starts_at AS cut_at
    FROM unmet
    CROSS JOIN acceptance_scope AS scope
      ON scope.finding_id = unmet.finding_id
    WHERE unmet.kind = 1
    UNION
    SELECT
      unmet.rule_id,
      scope.apart,
      scope.requirement_id,
      unmet.finding_id,
      unmet.severity_id,
      unmet.starts_at,
      unmet.ends_at,
      bound.cut_at
    FROM unmet
    CROSS JOIN acceptance_scope AS scope
      ON scope.finding_id = unmet.finding_id
    CROSS JOIN (
      SELECT finding_id, requirement_id, starts_at AS cut_at
      FROM accepted_stretch
      UNION
      SELECT finding_id, requirement_id, ends_at
      FROM accepted_stretch
    ) AS bound
      ON bound.finding_id = scope.finding_id
      AND bound.requirement_id = scope.requirement_id
      AND bound.cut_at > unmet.starts_at
      AND bound.cut_at < unmet.ends_at
    WHERE unmet.kind = 1
  )
) AS piece;
