-- SPDX-License-Identifier: Apache-2.0
-- A chunk goes from its entity's log: id.
UPDATE log_chunks SET in_entity = 0 WHERE id = ?
