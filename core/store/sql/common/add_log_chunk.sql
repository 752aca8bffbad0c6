-- SPDX-License-Identifier: Apache-2.0
-- entity, last and bytes there; job, last, bytes and whether it has one; node, lines, bytes, at.
INSERT INTO log_chunks (entity, entity_last, entity_bytes, in_entity, job, job_last, job_bytes, in_job, node, lines, bytes, at)
VALUES (?, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?)
