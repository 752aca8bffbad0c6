-- SPDX-License-Identifier: Apache-2.0
-- The columns of the rows of all active jobs.
SELECT number, lane, state, priority, made, made_before, attempts, nodes_lost, backoff_ms, timeout_ms, node
FROM jobs WHERE state = 2
