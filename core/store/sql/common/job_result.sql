-- SPDX-License-Identifier: Apache-2.0
-- The result of a job: number.
SELECT result FROM job_results WHERE number = ?
