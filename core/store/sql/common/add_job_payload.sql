-- SPDX-License-Identifier: Apache-2.0
-- Adds a job's payload: number, payload.
INSERT INTO job_payloads (number, payload) VALUES (?, ?)
