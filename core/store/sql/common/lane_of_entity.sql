-- SPDX-License-Identifier: Apache-2.0
-- The lane of an entity.
SELECT id FROM job_lanes WHERE entity = ?
