-- SPDX-License-Identifier: Apache-2.0
-- Every entity: ref, document, assignment.
SELECT ref, document, assignment FROM entities ORDER BY ref
