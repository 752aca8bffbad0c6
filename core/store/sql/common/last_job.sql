-- SPDX-License-Identifier: Apache-2.0
-- The largest number of a job.
SELECT max(number) FROM jobs
