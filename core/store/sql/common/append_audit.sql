-- SPDX-License-Identifier: Apache-2.0
-- Adds an entry at the end: number, at, actor, verb, target, before, after, source, outcome, note, hash.
INSERT INTO audit (number, at, actor, verb, target, before_value, after_value, source, outcome, note, hash)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
