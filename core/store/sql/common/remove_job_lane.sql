-- SPDX-License-Identifier: Apache-2.0
-- Forgets a lane without jobs: id.
DELETE FROM job_lanes WHERE id = ?
