-- SPDX-License-Identifier: Apache-2.0
-- The sealed secrets of all entities: entity, name, sealed.
SELECT entity, name, sealed FROM entity_secrets
