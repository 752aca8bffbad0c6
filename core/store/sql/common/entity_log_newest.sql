-- SPDX-License-Identifier: Apache-2.0
-- Chunks of a log, newest first: entity.
SELECT c.entity_last, c.lines, c.job, c.node, c.at, t.text
FROM log_chunks c JOIN log_texts t ON t.chunk = c.id
WHERE c.entity = ? AND c.in_entity = 1
ORDER BY c.entity_last DESC
