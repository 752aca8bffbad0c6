-- SPDX-License-Identifier: Apache-2.0
-- node, log, number.
INSERT INTO log_marks (node, log, number) VALUES (?, ?, ?)
ON CONFLICT (node) DO UPDATE SET log = excluded.log, number = excluded.number
