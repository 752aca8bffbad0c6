-- SPDX-License-Identifier: Apache-2.0
-- The same of active jobs, from their index: number.
SELECT j.number, j.lane, j.state, j.priority, j.made, j.made_before, j.attempts, j.backoff_ms, j.timeout_ms, j.dedupe,
       j.created_at, j.created_by, j.run_at, j.node, j.started_at, j.finished_at, j.error_code, j.error_text
FROM jobs j WHERE j.state = 2 AND j.number < ? ORDER BY j.number DESC
