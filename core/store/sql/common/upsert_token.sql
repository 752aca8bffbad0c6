-- SPDX-License-Identifier: Apache-2.0
-- Adds or replaces a token: its columns in the order of the table.
INSERT OR REPLACE INTO tokens (id, kind, tier, name, role, capabilities, node, uses_left, created_at, created_by,
                               expires_at, revoked_at, last_used_at, secret_hash, instance_hash, tenants)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
