-- SPDX-License-Identifier: Apache-2.0
-- A chunk goes from its job's log: id.
UPDATE log_chunks SET in_job = 0 WHERE id = ?
