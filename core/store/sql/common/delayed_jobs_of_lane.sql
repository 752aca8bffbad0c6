-- SPDX-License-Identifier: Apache-2.0
-- The delayed jobs of a lane: lane, how many.
SELECT number FROM jobs WHERE state = 1 AND lane = ? LIMIT ?
