-- SPDX-License-Identifier: Apache-2.0
-- Every entry, oldest first.
SELECT number, at, actor, verb, target, before_value, after_value, source, outcome, note, hash FROM audit ORDER BY number
