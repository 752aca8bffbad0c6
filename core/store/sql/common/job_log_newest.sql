-- SPDX-License-Identifier: Apache-2.0
-- Chunks of a log, newest first: job.
SELECT c.job_last, c.lines, c.job, c.node, c.at, t.text
FROM log_chunks c JOIN log_texts t ON t.chunk = c.id
WHERE c.job = ? AND c.in_job = 1
ORDER BY c.job_last DESC
