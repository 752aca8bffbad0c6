-- SPDX-License-Identifier: Apache-2.0
-- Output of agents and jobs. A chunk has lines that follow each other, of one writer; its text stands apart, as chunks are found
-- and forgotten without it. What a job wrote is kept once, and stands in two logs: its own and that of its entity.
CREATE TABLE log_chunks (
    id           INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, -- Grows with time.
    entity       TEXT    NOT NULL, -- agent/hello.
    entity_last  INTEGER NOT NULL, -- The number of its last line in the log of the entity,
    entity_bytes INTEGER NOT NULL, -- and of all text that this log ever had up to there.
    in_entity    INTEGER NOT NULL, -- 0: it was forgotten there.
    job          TEXT    NOT NULL, -- Its id, or empty; the same for it:
    job_last     INTEGER NOT NULL,
    job_bytes    INTEGER NOT NULL,
    in_job       INTEGER NOT NULL,
    node         TEXT    NOT NULL,
    lines        INTEGER NOT NULL,
    bytes        INTEGER NOT NULL,
    at           INTEGER NOT NULL  -- Of its first line, milliseconds since 1970.
);
CREATE INDEX log_chunks_entity ON log_chunks (entity, entity_last) WHERE in_entity = 1;
CREATE INDEX log_chunks_job ON log_chunks (job, job_last) WHERE in_job = 1;

CREATE TABLE log_texts (
    chunk INTEGER NOT NULL PRIMARY KEY,
    text  BLOB    NOT NULL -- See LogText.h.
);

-- The end of each entity's log, so that numbers go on behind lines that were forgotten; and, without a name, the text of all.
CREATE TABLE log_ends (
    entity TEXT    NOT NULL PRIMARY KEY,
    last   INTEGER NOT NULL,
    bytes  INTEGER NOT NULL,
    at     INTEGER NOT NULL -- When it was last written.
) WITHOUT ROWID;
