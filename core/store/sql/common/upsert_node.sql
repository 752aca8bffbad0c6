-- SPDX-License-Identifier: Apache-2.0
-- Adds or replaces a node: id, document, instance_hash, last_beat_at, has_left, has_own_pace.
INSERT INTO nodes (id, document, instance_hash, last_beat_at, has_left, has_own_pace, removed_at)
VALUES (?, ?, ?, ?, ?, ?, NULL)
ON CONFLICT (id) DO UPDATE SET
    document = excluded.document,
    instance_hash = excluded.instance_hash,
    last_beat_at = excluded.last_beat_at,
    has_left = excluded.has_left,
    has_own_pace = excluded.has_own_pace,
    removed_at = NULL
