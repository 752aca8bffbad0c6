-- SPDX-License-Identifier: Apache-2.0
-- Cancels a job that waits or runs: time, error code, error text, number.
UPDATE jobs SET state = 5, finished_at = ?, error_code = ?, error_text = ?, delayed_at = NULL, run_at = NULL
WHERE number = ? AND state < 3
