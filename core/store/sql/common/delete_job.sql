-- SPDX-License-Identifier: Apache-2.0
-- Forgets a job that is over: number.
DELETE FROM jobs WHERE number = ? AND state > 2
