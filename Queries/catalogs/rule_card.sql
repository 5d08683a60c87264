-- One rule with its scopes, mappings, equivalents and findings.
--
-- One row per fact, field and value, for each rule with the key.
--
-- @param rule      TEXT  The rule's key. (required)
-- @param catalog   TEXT  Only of this catalog.
-- @column catalog  TEXT  The rule's catalog.
-- @column field    TEXT  What the value is.
-- @column value    TEXT  The value.
WITH chosen AS (
  SELECT revision.rule_id, revision.rule_revision_id, revision.title,
    revision.service, revision.severity_id, revision.cvss, revision.cwe_id,
    revision.description, revision.recommendation, revision.reference_url,
    catalog.key AS catalog
  FROM _rule_now AS revision
  JOIN catalog ON catalog.catalog_id = revision.catalog_id
  WHERE revision.key = :rule
    AND (:catalog IS NULL OR catalog.key = :catalog)
),
fact AS (
  SELECT catalog, 1 AS place, 'title' AS field, title AS value FROM chosen
  UNION ALL
  SELECT catalog, 2, 'service', service FROM chosen
  UNION ALL
  SELECT chosen.catalog, 3, 'severity', severity.key
  FROM chosen
  JOIN severity ON severity.severity_id = chosen.severity_id
  UNION ALL
  SELECT catalog, 4, 'cvss', cvss FROM chosen
  UNION ALL
  SELECT chosen.catalog, 5, 'cwe',
    'CWE-' || chosen.cwe_id || ifnull(' ' || cwe.name, '')
  FROM chosen
  JOIN cwe ON cwe.cwe_id = chosen.cwe_id
  UNION ALL
  SELECT threat.catalog, 6, 'threat', threat.category
  FROM rule_threat AS threat
  JOIN chosen ON chosen.catalog = threat.catalog
  WHERE threat.rule = :rule
  UNION ALL
  SELECT catalog, 10, 'frameworks (' || via || ')',
    group_concat(framework, ', ')
  FROM (
    SELECT membership.catalog, membership.via, membership.framework
    FROM rule_framework AS membership
    JOIN chosen ON chosen.catalog = membership.catalog
    WHERE membership.rule = :rule
    ORDER BY membership.framework
  )
  GROUP BY catalog, via
  UNION ALL
  SELECT catalog, 11, 'requirements of ' || edition,
    group_concat(requirement, ', ')
  FROM (
    SELECT chosen.catalog, edition.key AS edition,
      requirement.key AS requirement
    FROM chosen
    JOIN _rule_requirement_now AS pair ON pair.rule_id = chosen.rule_id
    JOIN requirement ON requirement.requirement_id = pair.requirement_id
    JOIN edition ON edition.edition_id = requirement.edition_id
    ORDER BY edition.key, requirement.key
  )
  GROUP BY catalog, edition
  UNION ALL
  SELECT chosen.catalog, 12,
    'reason for ' || edition.key || ' ' || requirement.key, mapping.reason
  FROM chosen
  JOIN requirement_mapping AS mapping
    ON mapping.rule_id = chosen.rule_id AND mapping.superseded_in IS NULL
  JOIN requirement ON requirement.requirement_id = mapping.requirement_id
  JOIN edition ON edition.edition_id = requirement.edition_id
  UNION ALL
  SELECT chosen.catalog, 13, 'equivalent',
    other_catalog.key || '/' || other.key
  FROM chosen
  JOIN _equivalent AS pair
    ON pair.rule_id = chosen.rule_id AND pair.superseded_in IS NULL
  JOIN rule AS other ON other.rule_id = pair.equivalent_rule_id
  JOIN catalog AS other_catalog
    ON other_catalog.catalog_id = other.catalog_id
  UNION ALL
  SELECT chosen.catalog, 14, 'no equivalent',
    other_catalog.key || ': ' || absence.reason
  FROM chosen
  JOIN rule_without_equivalent AS absence
    ON absence.rule_id = chosen.rule_id AND absence.superseded_in IS NULL
  JOIN catalog AS other_catalog
    ON other_catalog.catalog_id = absence.catalog_id
  UNION ALL
  SELECT chosen.catalog, 15, 'findings now', status.key || ' ' || count(*)
  FROM chosen
  JOIN cell ON cell.rule_id = chosen.rule_id
  JOIN finding ON finding.cell_id = cell.cell_id
  JOIN event
    ON event.finding_id = finding.finding_id
    AND event.until_at = 9223372036854775807
  JOIN status ON status.status_id = event.status_id
  GROUP BY chosen.catalog, status.status_id
  UNION ALL
  SELECT catalog, 7, 'description', description FROM chosen
  UNION ALL
  SELECT catalog, 8, 'recommendation', recommendation FROM chosen
  UNION ALL
  SELECT catalog, 9, 'reference', reference_url FROM chosen
  UNION ALL
  SELECT chosen.catalog, 16, 'as written: ' || written.field, written.text
  FROM chosen
  JOIN rule_as_written AS written
    ON written.rule_revision_id = chosen.rule_revision_id
)
SELECT catalog, field, value
FROM fact
WHERE value IS NOT NULL
  AND value <> ''
ORDER BY catalog, place, field, value;
