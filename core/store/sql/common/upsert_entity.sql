-- SPDX-License-Identifier: Apache-2.0
-- Adds or replaces an entity: ref, document, assignment.
INSERT INTO entities (ref, document, assignment) VALUES (?, ?, ?)
ON CONFLICT (ref) DO UPDATE SET document = excluded.document, assignment = excluded.assignment
