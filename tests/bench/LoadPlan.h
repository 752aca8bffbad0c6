// SPDX-License-Identifier: Apache-2.0
#pragma once
// What the load generator does, and what it saw. It runs in a process of its own, so both travel as JSON.

#include <QJsonObject>
#include <QString>

namespace muster::bench
{

//! What every node of the load sends.
enum class LoadKind { Announce, Beat };

//! One run of the generator. All nodes have ids "bench-000000" … and instance keys made from them.
struct LoadPlan {
    quint16 port = 0; //!< On 127.0.0.1.
    QString token{};  //!< Bearer token of viewers.
    QString workerToken{}; //!< Bearer token of nodes.
    LoadKind kind = LoadKind::Beat;
    int nodes = 10'000;
    int connections = 500; //!< Each speaks for its share of the nodes, one request at a time.
    int viewers = 0;       //!< Streams of events that are read and thrown away.
    bool isTls = false;    //!< Whoever answers is believed.
    double ratePerSecond =
        0; //!< Open loop: beats fall due whether or not the last were answered; 0 = as fast as answers come.
    double warmUpSeconds = 0; //!< Not counted.
    double seconds = 0;       //!< Counted; announcing ends by itself when every node was answered.
    qint64 firstSequence = 0; //!< Of the first beat of each node; grows from there.
    qint64 serverPid = 0;     //!< Whose processor time is counted; 0 = nobody's.

    QJsonObject toJson() const;
    static LoadPlan fromJson(const QJsonObject &json);
};

//! What the generator saw in the counted time.
struct LoadOutcome {
    qint64 answered = 0;
    qint64 refused = 0;     //!< Answers but 2xx, and broken connections.
    QString firstRefusal{}; //!< The first of them, for the reader.
    qint64 eventBytes = 0;  //!< Read by all viewers.
    qint64 events = 0;      //!< Of those bytes, blocks that ended: one an event, and rarely a keep-alive.
    double seconds = 0;
    double serverCpuSeconds = 0; //!< Of the server, in the counted time: without connecting and warming up.
    double p50Ms = 0; //!< From when a beat was due until its answer was read.
    double p99Ms = 0;
    double worstMs = 0;

    QJsonObject toJson() const;
    static LoadOutcome fromJson(const QJsonObject &json);
};

} // namespace muster::bench
