-- SPDX-License-Identifier: Apache-2.0
-- Delayed jobs by lane, from the index alone.
SELECT lane, count(*) FROM jobs WHERE state = 1 GROUP BY lane
