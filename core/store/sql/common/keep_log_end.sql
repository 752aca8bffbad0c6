-- SPDX-License-Identifier: Apache-2.0
-- entity, last, bytes, at.
INSERT INTO log_ends (entity, last, bytes, at) VALUES (?, ?, ?, ?)
ON CONFLICT (entity) DO UPDATE SET last = excluded.last, bytes = excluded.bytes, at = excluded.at
