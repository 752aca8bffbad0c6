-- SPDX-License-Identifier: Apache-2.0
-- Ends an attempt without success: state, nodes lost, uncounted, delay's begin and end, time when it is over, error, number, attempt.
UPDATE jobs SET state = ?, nodes_lost = ?, made_before = ?, delayed_at = ?, run_at = ?, finished_at = ?, error_code = ?, error_text = ?
WHERE number = ? AND state = 2 AND made = ?
