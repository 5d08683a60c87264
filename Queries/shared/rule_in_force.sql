-- Each rule's revision in force at the moment: the nearest at or before it,
-- else the earliest after it.
--
-- @materialized yes
SELECT
  rule.rule_id,
  (
    SELECT revision.rule_revision_id
    FROM rule_revision AS revision
    WHERE revision.rule_id = rule.rule_id
      AND ifnull(revision.recorded_in <= :known_at, 1)
      AND (
        revision.superseded_in IS NULL
        OR revision.superseded_in > :known_at
      )
    ORDER BY
      revision.since_at > ifnull(:as_of, 9223372036854775806),
      abs(revision.since_at - ifnull(:as_of, 9223372036854775806)),
      revision.content_id DESC
    LIMIT 1
  ) AS rule_revision_id
FROM rule;
