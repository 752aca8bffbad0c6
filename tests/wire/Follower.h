// SPDX-License-Identifier: Apache-2.0
#pragma once
// A stream client with all its signals kept, and short delays, for its tests.

#include "core/wire/SseClient.h"
#include "tests/wire/ScriptedServer.h"
#include "tests/wire/ServerBench.h"

#include <QSignalSpy>

namespace muster
{

inline const QByteArray kStreamHead =
    "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"_ba;

inline SseClientOptions quick(const QUrl &url)
{
    return {.url = url,
            .keepAlive = milliseconds(100),
            .connectDeadline = milliseconds(5000),
            .retryFirst = milliseconds(10),
            .retryMost = milliseconds(20),
            .retryMostUntil = milliseconds(60000),
            .retryLater = milliseconds(40)};
}

//! A client with all its signals counted.
struct Follower {
    explicit Follower(const SseClientOptions &options) : client(clock, options)
    {
        QObject::connect(&client, &SseClient::frame, &client, [this](const SseFrame &one) { frames.append(one); });
        QObject::connect(&client, &SseClient::lost, &client, [this](const Error &error, qint64 nextTryMs, int attempt) {
            losses.append(error);
            delays.append(nextTryMs);
            attempts.append(attempt);
        });
        QObject::connect(&client, &SseClient::refused, &client,
                         [this](const Error &error, qint64) { refusals.append(error); });
    }

    ManualClock clock;
    SseClient client;
    QSignalSpy opened{&client, &SseClient::opened};
    QSignalSpy alive{&client, &SseClient::alive};
    QSignalSpy quiet{&client, &SseClient::quiet};
    QList<SseFrame> frames;
    QList<Error> losses;
    QList<qint64> delays;
    QList<int> attempts;
    QList<Error> refusals;
};

} // namespace muster
