-- Requirements that were in their edition when the period began.
--
-- @nests listed
-- @moment from_at
SELECT requirement_id
FROM listed;
