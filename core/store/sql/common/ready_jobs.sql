-- SPDX-License-Identifier: Apache-2.0
-- What can be claimed of a lane, in order: lane, how many.
SELECT number, priority FROM jobs WHERE state = 0 AND lane = ? ORDER BY priority DESC, number LIMIT ?
