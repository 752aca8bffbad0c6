-- SPDX-License-Identifier: Apache-2.0
-- The text of the chunk that was added last.
INSERT INTO log_texts (chunk, text) VALUES (last_insert_rowid(), ?)
