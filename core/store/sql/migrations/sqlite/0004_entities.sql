-- SPDX-License-Identifier: Apache-2.0
-- What can be placed on nodes, where it is pinned, and its secrets, which are sealed with a key outside of the database.
CREATE TABLE entities (
    ref        TEXT NOT NULL PRIMARY KEY, -- agent/hello, agent/acme:hello.
    document   TEXT NOT NULL,             -- The entity as JSON (interface.md), without its place.
    assignment TEXT                       -- Its pin as JSON; one that was cleared names no node; null: there never was one.
) WITHOUT ROWID;

CREATE TABLE entity_secrets (
    entity TEXT NOT NULL,
    name   TEXT NOT NULL,
    sealed BLOB NOT NULL,
    PRIMARY KEY (entity, name)
) WITHOUT ROWID;
