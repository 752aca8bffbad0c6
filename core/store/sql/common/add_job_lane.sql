-- SPDX-License-Identifier: Apache-2.0
-- Keeps a lane: id, entity, queue.
INSERT OR IGNORE INTO job_lanes (id, entity, queue) VALUES (?, ?, ?)
