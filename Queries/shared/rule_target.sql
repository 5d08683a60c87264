-- The target for each rule and severity: the strictest among those for the
-- rule's frameworks, else the general one. Of two as strict it is that of the
-- framework that is first by name.
--
-- @uses remediation_target, rule_member, wanted
-- @materialized yes
SELECT
  ranked.rule_id,
  ranked.severity_id,
  ranked.days,
  ranked.source,
  ranked.framework
FROM (
  SELECT
    candidate.rule_id,
    candidate.severity_id,
    candidate.days,
    candidate.source,
    candidate.framework,
    row_number() OVER (
      PARTITION BY candidate.rule_id, candidate.severity_id
      ORDER BY
        candidate.framework IS NULL,
        candidate.days,
        candidate.framework
    ) AS place
  FROM (
    SELECT
      member.rule_id,
      target.severity_id,
      target.days,
      target.source,
      wanted.key AS framework
    FROM remediation_target AS target
    CROSS JOIN wanted ON wanted.framework_id = target.framework_id
    CROSS JOIN rule_member AS member
      ON member.framework_id = target.framework_id
    UNION ALL
    SELECT
      rule.rule_id,
      target.severity_id,
      target.days,
      target.source,
      NULL
    FROM remediation_target AS target
    CROSS JOIN rule
    WHERE target.framework_id IS NULL
  ) AS candidate
) AS ranked
WHERE ranked.place = 1;
