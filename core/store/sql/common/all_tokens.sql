-- SPDX-License-Identifier: Apache-2.0
-- Every token, newest first.
SELECT id, kind, tier, name, role, capabilities, node, uses_left, created_at, created_by, expires_at, revoked_at,
       last_used_at, secret_hash, instance_hash, tenants
FROM tokens
ORDER BY created_at DESC, id
