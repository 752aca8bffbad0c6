-- SPDX-License-Identifier: Apache-2.0
-- The removed nodes and when they were.
SELECT id, removed_at FROM nodes WHERE removed_at IS NOT NULL
