-- SPDX-License-Identifier: Apache-2.0
-- Forgets the payload of a job: number.
DELETE FROM job_payloads WHERE number = ?
