// SPDX-License-Identifier: Apache-2.0
#pragma once
// Who did what to what, with the values before and after; append-only and chained by hashes.

#include "core/base/Timestamp.h"

#include <QByteArray>
#include <QJsonValue>
#include <QList>
#include <QString>

namespace muster {

//! Source: interface.md, Audit row.
struct AuditEntry {
    quint64 number = 0; //!< From 1, without gaps.
    Timestamp at;
    QString actor;
    QString verb;   //!< "cluster.assignment.set", "node.drain", "job.cancel" …
    QString target; //!< "agent/hello", "node/w1".
    QJsonValue before; //!< Null: there was nothing, or nothing changed.
    QJsonValue after;
    QString source;
    QString outcome; //!< "ok", "refused", or an error's code.
    QString note = {};
    QByteArray hash = {}; //!< SHA-256 over the entry before's hash and this entry's canonical JSON; 32 bytes.

    bool operator==(const AuditEntry &) const = default;
};

struct AuditQuery {
    quint64 before = 0; //!< Entries with a smaller number; 0: from the newest.
    int most = 100;     //!< 1 … limits::kAuditPage.
    QString search = {}; //!< Part of actor, verb or target.
};

struct AuditPage {
    QList<AuditEntry> entries; //!< Newest first.
    bool hasMore = false;
};

//! What a look at the whole chain says. Source: issue 4, `audit verify`.
struct AuditProof {
    bool isWhole = false;
    quint64 entries = 0;
    quint64 firstBroken = 0; //!< Number of the first entry that does not fit; 0: none.
    QByteArray head;         //!< Hash of the last entry.
    QString text;            //!< One sentence: what it proves, and what it cannot.

    bool operator==(const AuditProof &) const = default;
};

} // namespace muster
