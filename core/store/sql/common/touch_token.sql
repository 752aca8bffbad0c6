-- SPDX-License-Identifier: Apache-2.0
-- Sets when a token was last shown: last_used_at, id.
UPDATE tokens SET last_used_at = ? WHERE id = ?
