-- SPDX-License-Identifier: Apache-2.0
-- The text of all logs grew or shrank: by how much.
INSERT INTO log_ends (entity, last, bytes, at) VALUES ('', 0, ?, 0)
ON CONFLICT (entity) DO UPDATE SET bytes = bytes + excluded.bytes
