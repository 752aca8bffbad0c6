-- SPDX-License-Identifier: Apache-2.0
-- job, how many.
SELECT id, job_last, job_bytes, bytes FROM log_chunks WHERE job = ? AND in_job = 1 ORDER BY job_last LIMIT ?
