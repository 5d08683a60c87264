-- Episodes that are open at the moment, with what mutes or accepts them: the
-- scanner, or a waiver that is for no framework or requirement alone.
--
-- @uses asked_episode, in_force, waived
-- @materialized yes
SELECT
  episode.finding_id,
  episode.cell_id,
  episode.rule_id,
  episode.severity_id,
  episode.opened_at,
  event.is_muted,
  event.is_muted = 0
    AND episode.finding_id IN (
      SELECT finding_id
      FROM waived
      WHERE framework_id = 0
        AND requirement_id = 0
    ) AS is_waived
FROM asked_episode AS episode
CROSS JOIN in_force ON in_force.finding_id = episode.finding_id
CROSS JOIN event ON event.event_id = in_force.event_id
WHERE episode.closed_at IS NULL;
