-- SPDX-License-Identifier: Apache-2.0
-- A lane: id.
SELECT entity, queue FROM job_lanes WHERE id = ?
