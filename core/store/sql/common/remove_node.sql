-- SPDX-License-Identifier: Apache-2.0
-- Leaves nothing of a node but its id and when it was removed: id, removed_at.
INSERT INTO nodes (id, document, instance_hash, last_beat_at, has_left, removed_at)
VALUES (?, '{}', x'', NULL, 0, ?)
ON CONFLICT (id) DO UPDATE SET
    document = excluded.document,
    instance_hash = excluded.instance_hash,
    last_beat_at = NULL,
    has_left = 0,
    has_own_pace = 0,
    removed_at = excluded.removed_at
