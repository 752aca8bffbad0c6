-- SPDX-License-Identifier: Apache-2.0
-- The durable queue. Numbers of jobs grow with time, so that new rows stand together at the end of every tree; what never
-- changes (payloads) stands apart from what changes with each attempt.
CREATE TABLE job_lanes (
    id     INTEGER NOT NULL PRIMARY KEY,
    entity TEXT    NOT NULL UNIQUE, -- "agent/hello"; a lane for each.
    queue  TEXT    NOT NULL
);

-- Only of queues that were paused once.
CREATE TABLE job_queues (
    name      TEXT    NOT NULL PRIMARY KEY,
    is_paused INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE jobs (
    number       INTEGER NOT NULL PRIMARY KEY, -- Microseconds since 1970 when it was queued, or the next free ones.
    lane         INTEGER NOT NULL,
    state        INTEGER NOT NULL, -- 0 waiting, 1 delayed, 2 active, 3 completed, 4 failed, 5 cancelled.
    priority     INTEGER NOT NULL,
    made         INTEGER NOT NULL, -- Attempts ever: the number of the newest is the fence.
    made_before  INTEGER NOT NULL, -- Of these, before a person retried it.
    attempts     INTEGER NOT NULL,
    nodes_lost   INTEGER NOT NULL,
    backoff_ms   INTEGER NOT NULL,
    timeout_ms   INTEGER NOT NULL,
    dedupe       TEXT,
    created_at   INTEGER NOT NULL, -- Milliseconds since 1970, as all times here.
    created_by   TEXT    NOT NULL,
    delayed_at   INTEGER,          -- When its delay began,
    run_at       INTEGER,          -- and when it ends.
    node         TEXT,
    started_at   INTEGER,
    finished_at  INTEGER,
    error_code   TEXT,
    error_text   TEXT
);

-- What can be claimed, in the order of claiming.
CREATE INDEX jobs_ready ON jobs (lane, priority DESC, number) WHERE state = 0;
CREATE INDEX jobs_delayed ON jobs (run_at, lane) WHERE state = 1;
CREATE INDEX jobs_active ON jobs (number) WHERE state = 2;
-- For forgetting the oldest, and for counting without reading the rows.
CREATE INDEX jobs_over ON jobs (state, finished_at, lane) WHERE state > 2;
CREATE UNIQUE INDEX jobs_dedupe ON jobs (lane, dedupe) WHERE dedupe IS NOT NULL;

CREATE TABLE job_payloads (
    number  INTEGER NOT NULL PRIMARY KEY,
    payload BLOB    NOT NULL
);

CREATE TABLE job_results (
    number INTEGER NOT NULL PRIMARY KEY,
    result BLOB    NOT NULL
);

-- Attempts that did not succeed; the one that runs or succeeded stands in jobs.
CREATE TABLE job_attempts (
    number     INTEGER NOT NULL, -- Of the job.
    attempt    INTEGER NOT NULL,
    node       TEXT    NOT NULL,
    started_at INTEGER NOT NULL,
    ended_at   INTEGER NOT NULL,
    error_code TEXT    NOT NULL,
    error_text TEXT    NOT NULL,
    PRIMARY KEY (number, attempt)
) WITHOUT ROWID;
