-- SPDX-License-Identifier: Apache-2.0
-- The nodes of a cluster. Removed ones stay as a row with removed_at, so that their return is noticed.
CREATE TABLE nodes (
    id            TEXT    NOT NULL PRIMARY KEY,
    document      TEXT    NOT NULL, -- The node as JSON (interface.md), '{}' once removed.
    instance_hash BLOB    NOT NULL, -- SHA-256 of its instance key.
    last_beat_at  INTEGER,          -- Milliseconds since 1970; newer than the document's.
    has_left      INTEGER NOT NULL DEFAULT 0,
    removed_at    INTEGER           -- Milliseconds since 1970; null while the node is known.
) WITHOUT ROWID;

-- For forgetting the oldest of the removed ones.
CREATE INDEX nodes_removed ON nodes (removed_at) WHERE removed_at IS NOT NULL;
