-- SPDX-License-Identifier: Apache-2.0
-- Ends a delay: number. The columns of a row.
UPDATE jobs SET state = 0, delayed_at = NULL, run_at = NULL WHERE number = ? AND state = 1
RETURNING number, lane, state, priority, made, made_before, attempts, nodes_lost, backoff_ms, timeout_ms, node,
          error_code, error_text
