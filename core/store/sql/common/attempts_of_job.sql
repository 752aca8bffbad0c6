-- SPDX-License-Identifier: Apache-2.0
-- The attempts of a job that did not succeed, newest first: number, how many.
SELECT attempt, node, started_at, ended_at, error_code, error_text
FROM job_attempts WHERE number = ? ORDER BY attempt DESC LIMIT ?
