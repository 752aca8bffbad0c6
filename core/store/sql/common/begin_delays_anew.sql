-- SPDX-License-Identifier: Apache-2.0
-- Delays that began later than now, the clock having gone back, begin now: now, now, now.
UPDATE jobs SET run_at = ? + run_at - delayed_at, delayed_at = ? WHERE state = 1 AND delayed_at > ?
