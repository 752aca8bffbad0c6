-- SPDX-License-Identifier: Apache-2.0
-- Keeps the newest attempt of a job as it ends now: time, error code, error text, number, attempt.
INSERT INTO job_attempts (number, attempt, node, started_at, ended_at, error_code, error_text)
SELECT number, made, node, started_at, ?, ?, ? FROM jobs WHERE number = ? AND made = ?
