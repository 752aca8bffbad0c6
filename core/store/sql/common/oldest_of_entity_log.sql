-- SPDX-License-Identifier: Apache-2.0
-- entity, how many.
SELECT id, entity_last, entity_bytes, bytes FROM log_chunks WHERE entity = ? AND in_entity = 1 ORDER BY entity_last LIMIT ?
