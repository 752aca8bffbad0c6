-- SPDX-License-Identifier: Apache-2.0
-- The columns of a row: number.
SELECT number, lane, state, priority, made, made_before, attempts, nodes_lost, backoff_ms, timeout_ms, node
FROM jobs WHERE number = ?
