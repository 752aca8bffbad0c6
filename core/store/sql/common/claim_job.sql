-- SPDX-License-Identifier: Apache-2.0
-- Begins an attempt of a waiting job: node, time, number. The columns of a row.
UPDATE jobs SET state = 2, made = made + 1, node = ?, started_at = ?, delayed_at = NULL, run_at = NULL
WHERE number = ? AND state = 0
RETURNING number, lane, state, priority, made, made_before, attempts, nodes_lost, backoff_ms, timeout_ms, node,
          error_code, error_text
