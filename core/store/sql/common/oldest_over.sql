-- SPDX-License-Identifier: Apache-2.0
-- Jobs that are over, oldest first: state, how many.
SELECT number, lane, finished_at FROM jobs WHERE state > 2 AND state = ? ORDER BY finished_at LIMIT ?
