-- SPDX-License-Identifier: Apache-2.0
-- The newest entry.
SELECT number, hash FROM audit ORDER BY number DESC LIMIT 1
