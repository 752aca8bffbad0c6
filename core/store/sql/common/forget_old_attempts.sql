-- SPDX-License-Identifier: Apache-2.0
-- Forgets all but the newest attempts of a job: number, newest that goes.
DELETE FROM job_attempts WHERE number = ? AND attempt <= ?
