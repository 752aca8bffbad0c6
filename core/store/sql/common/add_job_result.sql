-- SPDX-License-Identifier: Apache-2.0
-- Keeps the result of a job: number, result.
INSERT OR REPLACE INTO job_results (number, result) VALUES (?, ?)
