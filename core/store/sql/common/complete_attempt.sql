-- SPDX-License-Identifier: Apache-2.0
-- Ends an attempt with success: time, number, attempt.
UPDATE jobs SET state = 3, finished_at = ?, error_code = NULL, error_text = NULL WHERE number = ? AND state = 2 AND made = ?
