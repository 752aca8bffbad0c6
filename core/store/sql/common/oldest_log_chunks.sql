-- SPDX-License-Identifier: Apache-2.0
-- Of all logs: how many.
SELECT id, at, 0, bytes FROM log_chunks ORDER BY id LIMIT ?
