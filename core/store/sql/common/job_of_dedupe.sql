-- SPDX-License-Identifier: Apache-2.0
-- The job with a dedupe key: lane, key.
SELECT number FROM jobs WHERE lane = ? AND dedupe = ?
