// SPDX-License-Identifier: Apache-2.0
// F-4: a hundred viewers on real sockets, five of which stop reading: those are held to their buffer and cut off, the
// others get everything, and the server does not grow.
#include "core/wire/SseWriter.h"
#include "tests/dialects/native/PlaneBench.h"
#include "tests/support/NodeBuilder.h"
#include "tests/support/ProcessMeter.h"

#include <QLoggingCategory>

#include <algorithm>
#include <memory>
#include <vector>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace muster {

namespace {

constexpr int kViewers = 100;
constexpr int kStopped = 5;
constexpr int kEvents = 6000;
constexpr int kTurn = 20; //!< Events between two turns of the event loop.
//! What viewers that read nothing may cost: their buffers in this process, and as much again for ours and the allocator's.
constexpr qint64 kGrowth = 2 * kStopped * limits::kSsePendingBytes + 16 * 1024 * 1024;

//! A viewer that keeps nothing but how far it came.
class Reader
{
public:
    explicit Reader(const ApiBench &bench, const QByteArray &lastId = {})
    {
        QObject::connect(&m_socket, &QTcpSocket::readyRead, &m_socket, [this] { read(); });
        m_socket.connectToHost(QHostAddress::LocalHost, bench.port);
        const QByteArray resume = lastId.isEmpty() ? QByteArray() : "Last-Event-ID: " + lastId + "\r\n";
        m_socket.write(bench.request("GET", "/api/v1/events", "viewer-key", {}, resume));
    }
    //! From now on bytes stay where they are.
    void stop()
    {
        m_isStopped = true;
        m_socket.setReadBufferSize(1);
    }
    bool hasOpened() const { return m_hasOpened; }
    bool isConnected() const { return m_socket.state() == QAbstractSocket::ConnectedState; }
    int events() const { return m_events; }
    bool isInOrder() const { return m_isInOrder; }
    bool hasResync() const { return m_hasResync; }

private:
    void read()
    {
        if (m_isStopped)
            return;
        m_rest += m_socket.readAll();
        qsizetype from = 0;
        for (qsizetype end = m_rest.indexOf('\n'); end >= 0; end = m_rest.indexOf('\n', from)) {
            readLine(QByteArrayView(m_rest).sliced(from, end - from));
            from = end + 1;
        }
        m_rest.remove(0, from);
    }
    void readLine(QByteArrayView line)
    {
        m_hasResync = m_hasResync || line == "event: resync";
        if (!line.startsWith("id: "))
            return;
        const quint64 number = line.sliced(line.lastIndexOf('-') + 1).toULongLong();
        if (std::exchange(m_hasOpened, true)) {
            ++m_events;
            m_isInOrder = m_isInOrder && number == m_last + 1;
        }
        m_last = number;
    }

    QTcpSocket m_socket;
    QByteArray m_rest;
    quint64 m_last = 0;
    int m_events = 0;
    bool m_isInOrder = true;
    bool m_hasOpened = false; // The stream begins with its position.
    bool m_hasResync = false;
    bool m_isStopped = false;
};

//! Of node \a number; the event is of about 8 KB.
Announcement longAnnouncement(int number)
{
    Announcement announcement = announcementOf(u"node-%1"_s.arg(number));
    for (int i = 0; i < 32; ++i)
        announcement.who.labels.insert(u"label-%1"_s.arg(i), QString(200, u'v'));
    return announcement;
}

} // namespace

class tst_SlowConsumers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLoggingCategory::setFilterRules(u"muster.*.info=false"_s); }
    void stoppedViewersAreCutOffAndTheOthersAreNot()
    {
        PlaneBench bench;
        QVERIFY(bench.isUp);
        QVERIFY_RESULT(outcomeOf(bench.plane->announce(longAnnouncement(1))));
        std::vector<std::unique_ptr<Reader>> readers;
        for (int i = 0; i < kViewers; ++i)
            readers.push_back(std::make_unique<Reader>(*bench.api));
        QTRY_VERIFY_WITH_TIMEOUT(std::ranges::all_of(readers, [](const auto &one) { return one->hasOpened(); }), 10'000);
        for (int i = 0; i < kStopped; ++i)
            readers[size_t(i)]->stop();
        const EventPosition before = outcomeOf(bench.plane->snapshot())->position;
        const ProcessMeter meter;
        const bool isAnew = meter.resetPeak();
        const qint64 memory = isAnew ? meter.resident() : meter.peak();
        qsizetype most = 0;

        for (quint64 i = 0; i < kEvents; ++i) {
            (void)outcomeOf(bench.plane->beat(beatOf(u"node-1"_s, i + 1)));
            if (i % kTurn != 0)
                continue;
            QVERIFY_RESULT(outcomeOf(bench.plane->announce(longAnnouncement(2 + int(i)))));
            for (const SseWriter *writer : bench.api->server->findChildren<SseWriter *>())
                most = std::max(most, writer->pendingBytes());
            QCoreApplication::processEvents();
        }
        const EventPosition after = outcomeOf(bench.plane->snapshot())->position;
        const int published = static_cast<int>(after.number - before.number);

        const auto hasAll = [published](const auto &one) { return one->events() == published; };
        QTRY_VERIFY_WITH_TIMEOUT(std::all_of(readers.begin() + kStopped, readers.end(), hasAll), 20'000);
        QVERIFY(std::all_of(readers.begin() + kStopped, readers.end(),
                            [](const auto &one) { return one->isInOrder() && one->isConnected() && !one->hasResync(); }));
        qInfo("%d events to %d viewers: %lld bytes waited for one at most, grew by %.1f MiB", published, kViewers,
              static_cast<long long>(most), double(meter.peak() - memory) / (1024 * 1024));
        QCOMPARE(bench.api->server->streamCount(), kViewers - kStopped);
        QVERIFY(most > 0 && most <= limits::kSsePendingBytes);
        QVERIFY(meter.peak() - memory <= kGrowth);

        const Reader back(*bench.api, before.toText().toUtf8()); // One that was cut off returns: too far behind.
        QTRY_VERIFY(back.hasResync());
    }
};

} // namespace muster

QTEST_GUILESS_MAIN(muster::tst_SlowConsumers)
#include "tst_SlowConsumers.moc"
