-- SPDX-License-Identifier: Apache-2.0
-- Of logs that were not written for long: before when, how many.
DELETE FROM log_ends
WHERE entity IN (SELECT entity FROM log_ends WHERE at < ? AND entity <> '' LIMIT ?)
  AND NOT EXISTS (SELECT 1 FROM log_chunks WHERE log_chunks.entity = log_ends.entity AND in_entity = 1)
