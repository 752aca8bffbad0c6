-- SPDX-License-Identifier: Apache-2.0
-- When a job was over: number.
SELECT finished_at FROM jobs WHERE number = ?
