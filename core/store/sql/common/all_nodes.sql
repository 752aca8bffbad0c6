-- SPDX-License-Identifier: Apache-2.0
-- Every known node, by id.
SELECT id, document, instance_hash, last_beat_at, has_left, has_own_pace
FROM nodes
WHERE removed_at IS NULL
ORDER BY id
