-- SPDX-License-Identifier: Apache-2.0
-- Access tokens, join tokens and credentials of nodes, without their secrets.
CREATE TABLE tokens (
    id            TEXT    NOT NULL PRIMARY KEY,
    kind          TEXT    NOT NULL, -- access, join or credential.
    tier          TEXT    NOT NULL, -- Of an access token: viewer, operator or admin.
    name          TEXT    NOT NULL,
    role          TEXT    NOT NULL, -- main, worker or all: what its node may be.
    capabilities  TEXT    NOT NULL, -- One a line; empty allows any.
    node          TEXT,             -- Of a credential.
    uses_left     INTEGER NOT NULL, -- Of a join token.
    created_at    INTEGER NOT NULL, -- Milliseconds since 1970, as all times here.
    created_by    TEXT    NOT NULL,
    expires_at    INTEGER,          -- Null: it holds until it is revoked.
    revoked_at    INTEGER,
    last_used_at  INTEGER,
    secret_hash   BLOB    NOT NULL, -- SHA-256 of the secret.
    instance_hash BLOB    NOT NULL  -- SHA-256 of the instance key of a credential's node, else empty.
) WITHOUT ROWID;

-- Whether a node keeps a pace of its own, as foreign workers do, and not the one that is handed out.
ALTER TABLE nodes ADD COLUMN has_own_pace INTEGER NOT NULL DEFAULT 0;
