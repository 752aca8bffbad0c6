-- SPDX-License-Identifier: Apache-2.0
-- Forgets the attempts of a job: number.
DELETE FROM job_attempts WHERE number = ?
