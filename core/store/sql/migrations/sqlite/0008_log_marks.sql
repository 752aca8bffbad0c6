-- SPDX-License-Identifier: Apache-2.0
-- How far the output of each node's worker came into the logs: it sends again what is behind that.
CREATE TABLE log_marks (
    node   TEXT    NOT NULL PRIMARY KEY,
    log    TEXT    NOT NULL, -- Which process of the worker,
    number INTEGER NOT NULL  -- and its last message of which all is kept, or dropped for good.
) WITHOUT ROWID;
