-- Cells of the framework and account that are asked for.
--
-- @uses rule_member, wanted
-- @materialized no
SELECT cell.cell_id, cell.rule_id, cell.account_id, cell.region_id
FROM cell
WHERE (
    :account IS NULL
    OR cell.account_id IN (
      SELECT account_id
      FROM account
      WHERE key = :account
    )
  )
  AND (
    :framework IS NULL
    OR cell.rule_id IN (
      SELECT member.rule_id
      FROM rule_member AS member
      CROSS JOIN wanted ON wanted.framework_id = member.framework_id
    )
  );
