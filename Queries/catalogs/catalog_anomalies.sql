-- What is doubtful about the documents of the loaded catalogs.
--
-- One row per doubt, in the order of the document.
--
-- @param catalog    TEXT     Only of this catalog.
-- @param code       TEXT     Only of this kind, such as misspelt-scope.
-- @column catalog   TEXT     The catalog's key.
-- @column line      INTEGER  The line of the document, from 1.
-- @column rule      TEXT     The rule in doubt; NULL where it is about none.
-- @column code      TEXT     The kind of doubt.
-- @column message   TEXT     The doubt.
-- @column path      TEXT     The document, as it was named when it was loaded.
SELECT
  catalog.key AS catalog,
  anomaly.line,
  rule.key AS rule,
  anomaly.code,
  anomaly.message,
  artifact.path
FROM catalog_anomaly AS anomaly
JOIN catalog ON catalog.catalog_id = anomaly.catalog_id
JOIN artifact ON artifact.artifact_id = anomaly.artifact_id
LEFT JOIN rule ON rule.rule_id = anomaly.rule_id
WHERE (:catalog IS NULL OR catalog.key = :catalog)
  AND (:code IS NULL OR anomaly.code = :code)
ORDER BY catalog.key, artifact.artifact_id, anomaly.line, anomaly.code,
  anomaly.catalog_anomaly_id;
