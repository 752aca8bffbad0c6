-- SPDX-License-Identifier: Apache-2.0
-- Sets when a known node was last heard: last_beat_at, id.
UPDATE nodes SET last_beat_at = ? WHERE id = ? AND removed_at IS NULL
