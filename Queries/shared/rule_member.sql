-- Each rule and framework that it belongs to, by scope or mapping.
--
-- @uses rule_source, rule_mapping
-- @materialized yes
SELECT source.rule_id, scope.framework_id
FROM rule_source AS source
JOIN rule_scope AS scope
  ON scope.rule_revision_id = source.rule_revision_id
UNION
SELECT mapping.rule_id, edition.framework_id
FROM rule_mapping AS mapping
JOIN requirement ON requirement.requirement_id = mapping.requirement_id
JOIN edition ON edition.edition_id = requirement.edition_id;
