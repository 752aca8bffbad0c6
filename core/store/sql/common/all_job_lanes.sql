-- SPDX-License-Identifier: Apache-2.0
-- All lanes.
SELECT id, entity, queue FROM job_lanes
