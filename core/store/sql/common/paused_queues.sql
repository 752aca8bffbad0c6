-- SPDX-License-Identifier: Apache-2.0
-- Queues that are paused.
SELECT name FROM job_queues WHERE is_paused <> 0
