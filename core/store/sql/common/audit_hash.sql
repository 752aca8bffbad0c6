-- SPDX-License-Identifier: Apache-2.0
-- The hash of one entry: number.
SELECT hash FROM audit WHERE number = ?
