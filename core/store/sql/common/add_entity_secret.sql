-- SPDX-License-Identifier: Apache-2.0
-- Keeps a secret of an entity: ref, name, sealed.
INSERT INTO entity_secrets (entity, name, sealed) VALUES (?, ?, ?)
