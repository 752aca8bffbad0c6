-- SPDX-License-Identifier: Apache-2.0
-- Lets a job that is over wait again, with all its attempts: number.
UPDATE jobs SET state = 0, made_before = made, nodes_lost = 0, finished_at = NULL, error_code = NULL, error_text = NULL
WHERE number = ? AND state > 2
