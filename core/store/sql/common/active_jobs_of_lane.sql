-- SPDX-License-Identifier: Apache-2.0
-- The active jobs of a lane: lane, how many.
SELECT number FROM jobs WHERE state = 2 AND lane = ? LIMIT ?
