-- Days in which failures have to be remediated, as they were known: for a
-- framework, or for every finding.
SELECT framework_id, severity_id, days, source
FROM sla
WHERE ifnull(recorded_in <= :known_at, 1)
  AND (superseded_in IS NULL OR superseded_in > :known_at);
