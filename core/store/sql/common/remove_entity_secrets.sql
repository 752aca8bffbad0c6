-- SPDX-License-Identifier: Apache-2.0
-- Forgets the secrets of an entity: ref.
DELETE FROM entity_secrets WHERE entity = ?
