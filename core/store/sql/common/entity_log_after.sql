-- SPDX-License-Identifier: Apache-2.0
-- Chunks of a log with lines after a number, oldest first: entity, number.
SELECT c.entity_last, c.lines, c.job, c.node, c.at, t.text
FROM log_chunks c JOIN log_texts t ON t.chunk = c.id
WHERE c.entity = ? AND c.in_entity = 1 AND c.entity_last > ?
ORDER BY c.entity_last
