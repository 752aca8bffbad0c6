-- SPDX-License-Identifier: Apache-2.0
-- The end of a job's log: job.
SELECT job_last, job_bytes FROM log_chunks WHERE job = ? AND in_job = 1 ORDER BY job_last DESC LIMIT 1
