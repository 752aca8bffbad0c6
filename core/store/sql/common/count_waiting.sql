-- SPDX-License-Identifier: Apache-2.0
-- Waiting jobs by lane, from the index alone.
SELECT lane, count(*) FROM jobs WHERE state = 0 GROUP BY lane
