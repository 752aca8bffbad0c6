-- SPDX-License-Identifier: Apache-2.0
-- Adds a job, unless one of its lane has its dedupe key.
INSERT INTO jobs (number, lane, state, priority, made, made_before, attempts, nodes_lost, backoff_ms, timeout_ms, dedupe,
                  created_at, created_by, delayed_at, run_at)
VALUES (?, ?, ?, ?, 0, 0, ?, 0, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (lane, dedupe) WHERE dedupe IS NOT NULL DO NOTHING
