// SPDX-License-Identifier: Apache-2.0
// H-1: however many read slowly, what waits for them stays within one bound, and others are told to come again.
#include "tests/wire/RawPeer.h"
#include "tests/wire/ServerBench.h"

#include <QTimer>

#include <vector>

using namespace muster;

namespace
{

constexpr qint64 kBig = 4 * 1024 * 1024; // As GET /big.
constexpr qint64 kBound = 5 * 1024 * 1024;
constexpr qint64 kEnough = kBound - kBig - 16 * 1024; // With this no other fits: a reply counts with its head and a little.

HttpServerOptions boundTo(qint64 bytes)
{
    HttpServerOptions options;
    options.pendingReplies = bytes;
    return options;
}

} // namespace

class tst_PendingReplies final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theSumStaysWithinItsBound()
    {
        ServerBench bench(boundTo(kBound));
        qint64 most = 0;
        QTimer look;
        connect(&look, &QTimer::timeout, &look, [&] { most = std::max(most, bench.server->pendingReplyBytes()); });
        look.start(0);
        std::vector<std::unique_ptr<RawPeer>> slow;
        for (int i = 0; i < 8; ++i) {
            slow.push_back(std::make_unique<RawPeer>(bench.server->port(), RawPeer::Reads::No));
            slow.back()->send(bench.request("GET /big"));
        }
        // What the kernel does not take of the first few.
        QTRY_VERIFY2(bench.server->pendingReplyBytes() > kEnough, qPrintable(QString::number(bench.server->pendingReplyBytes())));

        RawPeer reader(bench.server->port());
        const QByteArray busy = reader.ask(bench.request("GET /big"));
        QCOMPARE(reader.status(0), 503);
        QVERIFY2(busy.contains("\r\nRetry-After: 1\r\n") && busy.size() < 1024, busy.constData());
        reader.ask(bench.request("GET /open"));
        QCOMPARE(reader.status(1), 200); // Short ones are served, on the same connection.
        reader.ask(bench.request("HEAD /big"));
        QCOMPARE(reader.status(2), 200);
        slow.clear();
        QTRY_COMPARE(bench.server->pendingReplyBytes(), 0);
        reader.clear();
        reader.ask(bench.request("GET /big"));

        QCOMPARE(reader.status(), 200);
        QTRY_VERIFY(reader.got().count('x') > kBig);
        QTRY_COMPARE(bench.server->pendingReplyBytes(), 0);
        QVERIFY2(most > kEnough && most <= kBound, qPrintable(QString::number(most)));
    }

    void aReplyLongerThanTheBoundGoesAlone()
    {
        ServerBench bench(boundTo(kBig / 4));
        RawPeer reader(bench.server->port());

        reader.ask(bench.request("GET /big"));

        QCOMPARE(reader.status(), 200);
        QTRY_VERIFY(reader.got().count('x') > kBig);
    }

    void streamsAreNotCounted()
    {
        HttpServerOptions options = boundTo(kBound);
        options.ssePendingBytes = 2 * kBound;
        ServerBench bench(options);
        RawPeer follower(bench.server->port(), RawPeer::Reads::No);
        follower.send(bench.request("GET /events"));
        QTRY_COMPARE(bench.writers.size(), 1);
        bench.writers.first()->send("data: " + QByteArray(2 * kBound - 1024, 'y') + "\n\n");
        QTRY_VERIFY(bench.writers.first()->pendingBytes() > 0);

        RawPeer reader(bench.server->port());
        reader.ask(bench.request("GET /big"));

        QCOMPARE(reader.status(), 200);
        QTRY_COMPARE(bench.server->pendingReplyBytes(), 0);
        QVERIFY(bench.writers.first()->pendingBytes() > 0);
    }
};

QTEST_GUILESS_MAIN(tst_PendingReplies)
#include "tst_PendingReplies.moc"
