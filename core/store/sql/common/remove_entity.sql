-- SPDX-License-Identifier: Apache-2.0
-- Forgets an entity: ref.
DELETE FROM entities WHERE ref = ?
