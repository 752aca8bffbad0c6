-- SPDX-License-Identifier: Apache-2.0
-- Sets the pin of an entity: assignment, ref.
UPDATE entities SET assignment = ? WHERE ref = ?
