// SPDX-License-Identifier: Apache-2.0
// Streams behind TLS: what arrives, and what becomes of slow readers (F-4).
#include "core/wire/SseFrame.h"
#include "tests/wire/TlsServerBench.h"

using namespace muster;

namespace
{

QByteArray frame(const QByteArray &data)
{
    return SseFrame{.id = {}, .event = {}, .data = data}.encoded();
}

} // namespace

class tst_SseWriterTls : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void streamsArriveAndAreKeptAlive();
    void slowReaderOfAStreamIsCutOff();
    void closedStreamDeliversWhatWasSent();
};

void tst_SseWriterTls::streamsArriveAndAreKeptAlive()
{
    TlsServerBench tls;
    TlsPeer peer(tls.port(), tls.identity());
    peer.ask(tls.bench.request("GET /events"));
    QTRY_COMPARE(tls.bench.server->streamCount(), 1);

    tls.bench.writers.first()->send(frame("one"));
    QTRY_VERIFY(peer.got().endsWith("data: one\n\n"));
    tls.bench.clock.advance(limits::kSseKeepAlive);

    QTRY_VERIFY(peer.got().endsWith(":\n\n"));
}

void tst_SseWriterTls::slowReaderOfAStreamIsCutOff()
{
    TlsServerBench tls;
    TlsPeer slow(tls.port(), tls.identity(), TlsPeer::Reads::No);
    slow.send(tls.bench.request("GET /events"));
    QTRY_COMPARE(tls.bench.writers.size(), 1);
    TlsPeer quick(tls.port(), tls.identity());
    quick.ask(tls.bench.request("GET /events"));
    QTRY_COMPARE(tls.bench.writers.size(), 2);
    const QByteArray piece = frame(QByteArray(60 * 1024, 'y'));

    qsizetype most = 0;
    for (int i = 0; i < 2000 && tls.bench.ends.isEmpty(); ++i) {
        for (const QPointer<SseWriter> &writer : std::as_const(tls.bench.writers)) {
            if (writer)
                writer->send(piece);
        }
        most = std::max(most, tls.bench.writers.first() ? tls.bench.writers.first()->pendingBytes() : 0);
        QTest::qWait(1);
    }

    QTRY_COMPARE(tls.bench.ends, QList<StreamEnd>{StreamEnd::SlowReader});
    QVERIFY(most <= limits::kSsePendingBytes + limits::kSsePendingBytes / 16); // Encrypted, it is a little longer.
    QVERIFY(tls.bench.writers.last());
    QCOMPARE(tls.bench.server->streamCount(), 1);
}

void tst_SseWriterTls::closedStreamDeliversWhatWasSent()
{
    TlsServerBench tls;
    TlsPeer peer(tls.port(), tls.identity());
    peer.ask(tls.bench.request("GET /events"));
    QTRY_COMPARE(tls.bench.writers.size(), 1);

    tls.bench.writers.first()->send(frame("last"));
    tls.bench.writers.first()->close();

    QVERIFY(peer.waitForClose());
    QVERIFY(peer.got().endsWith("data: last\n\n"));
}

QTEST_GUILESS_MAIN(tst_SseWriterTls)
#include "tst_SseWriterTls.moc"
