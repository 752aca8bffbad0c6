-- SPDX-License-Identifier: Apache-2.0
-- Forgets a token: id.
DELETE FROM tokens WHERE id = ?
