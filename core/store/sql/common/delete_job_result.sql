-- SPDX-License-Identifier: Apache-2.0
-- Forgets the result of a job: number.
DELETE FROM job_results WHERE number = ?
