-- SPDX-License-Identifier: Apache-2.0
-- Who did what. Each hash covers the one before it; rows are added at the end, and never changed or removed.
CREATE TABLE audit (
    number       INTEGER NOT NULL PRIMARY KEY, -- From 1, without gaps.
    at           INTEGER NOT NULL, -- Milliseconds since 1970.
    actor        TEXT    NOT NULL,
    verb         TEXT    NOT NULL,
    target       TEXT    NOT NULL,
    before_value TEXT    NOT NULL, -- JSON: the value in an array.
    after_value  TEXT    NOT NULL, -- The same.
    source       TEXT    NOT NULL,
    outcome      TEXT    NOT NULL,
    note         TEXT    NOT NULL,
    hash         BLOB    NOT NULL  -- SHA-256 over the hash of the row before and the row's canonical JSON.
);

CREATE TRIGGER audit_keeps_rows BEFORE UPDATE ON audit
BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
END;

CREATE TRIGGER audit_loses_none BEFORE DELETE ON audit
BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
END;

-- Also keeps INSERT OR REPLACE from replacing a row, which no other trigger would see.
CREATE TRIGGER audit_grows_at_its_end BEFORE INSERT ON audit
WHEN NEW.number <> (SELECT coalesce(max(number), 0) + 1 FROM audit)
BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
END;
