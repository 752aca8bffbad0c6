-- SPDX-License-Identifier: Apache-2.0
-- The payload of a job: number.
SELECT payload FROM job_payloads WHERE number = ?
