-- SPDX-License-Identifier: Apache-2.0
-- Pauses or resumes a queue: name, whether.
INSERT OR REPLACE INTO job_queues (name, is_paused) VALUES (?, ?)
