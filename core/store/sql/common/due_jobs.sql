-- SPDX-License-Identifier: Apache-2.0
-- Delayed jobs that are due, earliest first: time, how many.
SELECT number FROM jobs WHERE state = 1 AND run_at <= ? ORDER BY run_at LIMIT ?
