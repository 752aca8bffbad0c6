-- SPDX-License-Identifier: Apache-2.0
-- Entries before a number, newest first: number, search, search, most. The search is in lower case; empty finds all.
SELECT number, at, actor, verb, target, before_value, after_value, source, outcome, note, hash
FROM audit
WHERE number < ? AND (? = '' OR instr(lower(actor || char(10) || verb || char(10) || target), ?) > 0)
ORDER BY number DESC
LIMIT ?
