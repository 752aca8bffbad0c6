-- SPDX-License-Identifier: Apache-2.0
-- Of all nodes.
SELECT node, log, number FROM log_marks
