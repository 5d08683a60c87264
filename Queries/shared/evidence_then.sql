-- The status of each requirement when the period began.
--
-- @nests evidence
-- @moment from_at
-- @materialized yes
SELECT requirement_id, status, failing, is_manual
FROM evidence;
