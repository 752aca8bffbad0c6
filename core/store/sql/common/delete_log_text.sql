-- SPDX-License-Identifier: Apache-2.0
-- chunk.
DELETE FROM log_texts WHERE chunk = ?
