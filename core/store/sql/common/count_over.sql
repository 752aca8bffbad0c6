-- SPDX-License-Identifier: Apache-2.0
-- Jobs that are over, by state and lane, from the index alone.
SELECT state, lane, count(*) FROM jobs WHERE state > 2 GROUP BY state, lane
