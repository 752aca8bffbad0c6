-- SPDX-License-Identifier: Apache-2.0
-- One that stands in no log any more: id.
DELETE FROM log_chunks WHERE id = ? AND in_entity = 0 AND in_job = 0
