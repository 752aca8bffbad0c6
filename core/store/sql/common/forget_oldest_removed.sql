-- SPDX-License-Identifier: Apache-2.0
-- Bounds the removed nodes that are remembered: how many.
DELETE FROM nodes
WHERE removed_at IS NOT NULL
  AND removed_at < (
      SELECT removed_at FROM nodes WHERE removed_at IS NOT NULL ORDER BY removed_at DESC LIMIT 1 OFFSET ?)
