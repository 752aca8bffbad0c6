-- SPDX-License-Identifier: Apache-2.0
-- The end of an entity's log: entity.
SELECT last, bytes FROM log_ends WHERE entity = ?
