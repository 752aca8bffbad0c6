-- SPDX-License-Identifier: Apache-2.0
-- Takes one use of a join token, if it has one: last_used_at, id.
UPDATE tokens SET uses_left = uses_left - 1, last_used_at = ?
WHERE id = ? AND kind = 'join' AND uses_left > 0 AND revoked_at IS NULL
