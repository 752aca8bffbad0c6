-- SPDX-License-Identifier: Apache-2.0
-- When the next delay ends.
SELECT min(run_at) FROM jobs WHERE state = 1
