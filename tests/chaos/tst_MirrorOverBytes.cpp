// SPDX-License-Identifier: Apache-2.0
// F-1 in memory, ten thousand lives: whatever byte a stream is cut at, whenever the server starts again or forgets, in whatever
// order connections and snapshots come, the console's mirror ends equal to the server, by one list a gap. Three hundred in every
// run; MUSTER_CHAOS_RUNS and MUSTER_CHAOS_SEED choose the lives. tst_MirrorOverSockets does the same with sockets and more time.
#include "tests/chaos/ByteLine.h"
#include "tests/chaos/ChaosStage.h"

#include <QLoggingCategory>

#include <array>
#include <random>
#include <vector>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace muster {

namespace {

constexpr int kIds = 8;
constexpr int kSteps = 60;
constexpr int kAtOnce = 50; // Lives that wait for the same frame of the console.
constexpr milliseconds kSettled = 15s; //!< F-1 says 2 s; the figure is printed.

//! Where a stream can be cut: behind or before a piece of it, plus some bytes.
struct ByteClass {
    const char *name;
    const char *at;
    int more;
};
constexpr std::array kClasses{ByteClass{"before an event", "id: ", 0},     ByteClass{"in a field's name", "id: ", 1},
                              ByteClass{"behind a colon", "id: ", 3},      ByteClass{"in an id", "id: ", 7},
                              ByteClass{"behind an id", "\nevent: ", 0},   ByteClass{"at an id's line end", "\nevent: ", 1},
                              ByteClass{"in a kind", "event: ", 9},        ByteClass{"before the data", "\ndata: ", 1},
                              ByteClass{"in the data", "data: ", 17},      ByteClass{"before the blank line", "\n\n", 1},
                              ByteClass{"behind an event", "\n\n", 2},     ByteClass{"in a comment", ":", 1},
                              ByteClass{"in a multibyte letter", "\xc3", 1}};

//! One life of a server, a console and the line between them.
class ByteLife
{
public:
    explicit ByteLife(quint32 seed) : m_random(seed)
    {
        auto line = std::make_unique<ByteLine>(m_server, m_now);
        m_line = line.get();
        for (int i = 0; i < 3; ++i)
            change();
        m_session = std::make_unique<ClusterSession>(std::move(line), m_clock);
        Cluster &cluster = m_session->cluster();
        QObject::connect(&cluster, &Cluster::resyncNeeded, m_session.get(), [this] { ++m_gaps; });
        QObject::connect(&cluster, &Cluster::linkChanged, m_session.get(), [this](const LinkReport &link) {
            const bool wasOpen = std::exchange(m_isOpen, isCurrent(link.state));
            m_gaps += m_isOpen && !wasOpen ? 1 : 0;
        });
        QObject::connect(m_session.get(), &ClusterSession::synced, m_session.get(), [this] { ++m_lists; });
        m_session->start();
    }

    void step()
    {
        switch (below(20)) {
        case 0:
        case 1:
            return cutAt(kClasses[size_t(below(int(kClasses.size())))]);
        case 2: // Any byte.
            m_line->arrive(below(int(m_line->flight().size()) + 1));
            return m_line->cut();
        case 3: // The server is gone, and comes back with the same nodes.
            m_line->cut();
            m_server.restart();
            ++restarts;
            return;
        case 4: // More happens while nobody listens than is kept.
            return below(10) == 0 ? compact() : change();
        case 5: // Twice, the first one for nothing.
            m_line->open();
            m_line->cut();
            [[fallthrough]];
        case 6:
        case 7:
            return m_line->isOpen() ? m_line->arrive(1 + below(40)) : m_line->open();
        case 8:
            m_line->holdsSnapshots = !m_line->holdsSnapshots;
            return;
        case 9: // In any order.
            return m_line->waiting() > 0 ? m_line->answer(below(m_line->waiting())) : change();
        case 10:
            return m_line->arrive(m_line->flight().size());
        default:
            change();
            return m_line->arrive(below(2) == 0 ? below(200) : 0);
        }
    }
    //! All is well from now on.
    void settle()
    {
        m_line->holdsSnapshots = false;
        if (!m_line->isOpen())
            m_line->open();
        m_line->arrive(m_line->flight().size());
        while (m_line->waiting() > 0)
            m_line->answer(0);
    }
    bool isWhole() const
    {
        const ClusterSnapshot truth = m_server.snapshot(m_now);
        const ClusterMirror &mirror = m_session->mirror();
        return m_session->isLive() && mirror.position() == truth.position && canonical(mirror.nodes()) == canonical(truth.nodes);
    }
    //! Snapshots beyond one for each gap.
    int listsTooMany() const { return m_lists - m_gaps; }

    int restarts = 0;
    int compactions = 0;
    int cuts = 0;

private:
    int below(int bound) { return int(m_random() % quint32(bound)); }
    //! What is on its way arrives up to a byte of that class, and no further.
    void cutAt(const ByteClass &where)
    {
        const qsizetype found = m_line->flight().indexOf(where.at, below(int(m_line->flight().size()) + 1) / 2);
        if (found < 0)
            return change();
        m_line->arrive(found + where.more);
        m_line->cut();
        ++cuts;
    }
    void compact()
    {
        m_line->cut();
        for (int i = 0; i <= limits::kEventRing; ++i)
            (void)m_server.tell(NodeConflict{id(0), u"again"_s}, m_now);
        ++compactions;
    }
    static NodeId id(int i) { return NodeId(u"node-%1"_s.arg(i)); }
    //! Something happens to a node.
    void change()
    {
        m_clock.advance(milliseconds(below(3000)));
        m_now = m_clock.now();
        const NodeId which = id(below(kIds));
        const auto known = m_server.nodes.find(which);
        if (known != m_server.nodes.end() && below(5) == 0) {
            const QString name = known->who.name;
            m_server.nodes.erase(known);
            return tell(NodeRemoved{which, name});
        }
        if (known != m_server.nodes.end() && below(2) == 0) {
            known->lastBeatAt = m_now;
            known->load.cpu = below(100) / 100.0;
            return tell(NodeBeat{which, m_now, known->load, known->clockSkew});
        }
        Node node = nodeCalled(which.text());
        node.who.name = u"n\u00e6me %1"_s.arg(below(1000)); // Letters of several bytes.
        node.status = kNodeStatuses[size_t(below(int(kNodeStatuses.size())))];
        node.registeredAt = m_now;
        node.lastBeatAt = m_now;
        m_server.nodes.insert(which, node);
        tell(NodeChanged{node, NodeChange::Status});
    }
    void tell(ClusterChange what) { m_line->send(m_server.tell(std::move(what), m_now)); }

    std::mt19937 m_random;
    ManualClock m_clock;
    Timestamp m_now = m_clock.now();
    ByteServer m_server;
    ByteLine *m_line = nullptr; // The session's.
    std::unique_ptr<ClusterSession> m_session;
    bool m_isOpen = false;
    int m_gaps = 0;
    int m_lists = 0;
};

int fromEnvironment(const char *name, int otherwise)
{
    bool isSet = false;
    const int value = qEnvironmentVariableIntValue(name, &isSet);
    return isSet ? value : otherwise;
}

} // namespace

class tst_MirrorOverBytes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLoggingCategory::setFilterRules(u"muster.*=false"_s); }

    void mirrorEndsEqualToTheServer()
    {
        const auto seed = quint32(fromEnvironment("MUSTER_CHAOS_SEED", 1));
        const int runs = fromEnvironment("MUSTER_CHAOS_RUNS", 300);
        const SystemClock clock;
        milliseconds longest{0};
        int restarts = 0;
        int compactions = 0;
        int cuts = 0;
        for (int done = 0; done < runs; done += kAtOnce) {
            std::vector<std::unique_ptr<ByteLife>> lives;
            for (int i = 0; i < kAtOnce; ++i)
                lives.push_back(std::make_unique<ByteLife>(seed + quint32(done + i)));
            for (int i = 0; i < kSteps; ++i) {
                for (const auto &life : lives)
                    life->step();
                QCoreApplication::processEvents();
            }
            const SteadyTime since = clock.steadyNow();
            for (const auto &life : lives)
                life->settle();

            for (int i = 0; i < kAtOnce; ++i) {
                const ByteLife &life = *lives[size_t(i)];
                const bool isWhole = QTest::qWaitFor([&life] { return life.isWhole(); }, int(kSettled.count()));
                QVERIFY2(isWhole, qPrintable(u"seed %1 does not end equal"_s.arg(seed + quint32(done + i))));
                QVERIFY2(life.listsTooMany() <= 0,
                         qPrintable(u"seed %1: %2 lists too many"_s.arg(seed + quint32(done + i)).arg(life.listsTooMany())));
                restarts += life.restarts;
                compactions += life.compactions;
                cuts += life.cuts;
            }
            longest = std::max(longest, clock.steadyNow() - since);
        }
        qInfo("%d lives, %d cuts at a chosen byte, %d restarts, %d compactions: all equal, %lld ms after the last harm at most", runs,
              cuts, restarts, compactions, static_cast<long long>(longest.count()));
        QVERIFY(cuts > runs && restarts > runs && compactions > runs / 20);
    }
};

} // namespace muster

QTEST_GUILESS_MAIN(muster::tst_MirrorOverBytes)
#include "tst_MirrorOverBytes.moc"
