// SPDX-License-Identifier: Apache-2.0
#include "tests/support/ControlPlaneRig.h"

#include <QLoggingCategory>
#include <QSignalSpy>

using namespace muster;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

//! The control plane as a service: its pace, its pings, its store failing.
class tst_ControlPlane : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        QLoggingCategory::setFilterRules(u"muster.*=false"_s);
        m_rig = std::make_unique<ControlPlaneRig>();
    }
    void cleanup() { m_rig.reset(); }

    void failedStoreRefusesTheAnnouncement()
    {
        // A control plane whose store cannot write must not pretend.
        FailingStores stores;
        ControlPlane plane(stores, m_rig->clock, {u"main-1"_s, u"0.1.0"_s});
        QSignalSpy events(&plane, &Cluster::eventArrived);

        const auto welcome = outcomeOf(plane.announce(announcementOf(u"vps-02"_s)));

        QVERIFY(!welcome);
        QCOMPARE(welcome.error().kind, ErrorKind::Storage);
        QVERIFY(events.isEmpty());
        QVERIFY(outcomeOf(plane.snapshot()).value().nodes.isEmpty());
        // And it can be tried again; the id was not kept reserved for anybody.
        stores.isBroken = false;
        QVERIFY_RESULT(outcomeOf(plane.announce(announcementOf(u"vps-02"_s, 2))));
        // Without a store nodes still beat, and what could not be written is written later.
        stores.isBroken = true;
        QVERIFY_RESULT(outcomeOf(plane.beat(beatOf(u"vps-02"_s, 1, 2))));
        QVERIFY(!outcomeOf(plane.remove(NodeId(u"vps-02"_s))));
        QCOMPARE(outcomeOf(plane.snapshot()).value().nodes.size(), 1);
        QVERIFY(!outcomeOf(plane.leave(departureOf(u"vps-02"_s, 2))));
        stores.isBroken = false;
        QCoreApplication::processEvents();
        QVERIFY_RESULT(outcomeOf(plane.flush()));
        QVERIFY(stores.last.hasLeft);
    }

    void nodeThatListensIsDialled()
    {
        QString dialled;
        m_rig->plane->setDialer([&dialled](const Node &node) {
            dialled = node.who.address;
            return ready(3.25);
        });
        Announcement main = announcementOf(u"main-2"_s);
        main.who.role = NodeRole::All;
        QVERIFY_RESULT(outcomeOf(m_rig->plane->announce(main)));

        const auto report = outcomeOf(m_rig->plane->ping(NodeId(u"main-2"_s)));

        QVERIFY_RESULT(report);
        QCOMPARE(*report, (PingReport{3.25, u"dial"_s}));
        QCOMPARE(dialled, main.who.address);
    }

    void workersAreAskedByBeatUnlessTheyReadNone()
    {
        QStringList dialled;
        m_rig->plane->setDialer([&dialled](const Node &node) {
            dialled.append(node.who.id.text());
            return ready(3.25);
        });
        Announcement ours = announcementOf(u"ours"_s);
        ours.who.role = NodeRole::Worker;
        ours.who.pid = 4711;
        Announcement foreign = announcementOf(u"foreign"_s);
        foreign.who.role = NodeRole::Worker;
        foreign.who.pid = {};
        QVERIFY_RESULT(outcomeOf(m_rig->plane->announce(ours)));
        QVERIFY_RESULT(outcomeOf(m_rig->plane->announce(foreign)));

        const auto asked = m_rig->plane->ping(NodeId(u"ours"_s));
        QVERIFY_RESULT(outcomeOf(m_rig->plane->ping(NodeId(u"foreign"_s))));

        QVERIFY(!asked.isFinished());
        QCOMPARE(dialled, QStringList{u"foreign"_s});
    }

    void pingWithoutAnswerTimesOutAfterTheIntervalAndAGrace()
    {
        m_rig->join(u"vps-02"_s);
        const auto ping = m_rig->plane->ping(NodeId(u"vps-02"_s));
        m_rig->advance(limits::kBeatInterval + limits::kPingGrace - 1ms);
        QVERIFY(!ping.isFinished());

        m_rig->advance(1ms);

        QCOMPARE(outcomeOf(ping).error().kind, ErrorKind::Timeout);
    }

    void pingOfOfflineNodeSaysSinceWhen()
    {
        m_rig->join(u"pi-lab"_s);
        m_rig->advance(14min);

        const auto ping = outcomeOf(m_rig->plane->ping(NodeId(u"pi-lab"_s)));

        QCOMPARE(ping.error().kind, ErrorKind::Unreachable);
        QCOMPARE(ping.error().what, u"pi-lab is offline, last beat 14 min ago"_s);
    }

    void stoppedControlPlaneIsIdle()
    {
        QSignalSpy links(m_rig->plane.get(), &Cluster::linkChanged);
        m_rig->plane->stop();
        m_rig->plane->stop();

        QCOMPARE(m_rig->plane->link().state, LinkState::Idle);
        QCOMPARE(links.size(), 1);
        m_rig->plane->start();
        QVERIFY(m_rig->plane->link().isLive());
    }

    void paceFollowsTheOptions()
    {
        FailingStores stores;
        const ManualClock clock;
        ControlPlane quick(stores, clock, {u"m1"_s, u"0.1.0"_s, 200ms, 0ms});
        ControlPlane foolish(stores, clock, {u"m1"_s, u"0.1.0"_s, 1s, 1ms});

        QCOMPARE(outcomeOf(quick.facts()).value().offlineAfter, milliseconds(600));
        QCOMPARE(outcomeOf(foolish.facts()).value().offlineAfter, milliseconds(2000));
    }

private:
    //! Stores in memory that refuse to write while they are broken.
    class FailingStores final : public Stores, public NodeStore
    {
    public:
        NodeStore &nodes() override { return *this; }
        TokenStore &tokens() override { return m_tokens; }
        EntityStore &entities() override { return m_entities; }
        JobStore &jobs() override { return m_jobs; }
        AuditStore &audit() override { return m_audit; }
        LogStore &logs() override { return m_logs; }
        Future<QByteArray> backup() override { return ready("backup"_ba); }
        Future<QList<StoredNode>> all() override { return ready(QList<StoredNode>()); }
        Future<void> upsert(StoredNode node) override
        {
            if (!isBroken)
                last = std::move(node);
            return outcome();
        }
        Future<void> touch(QList<LastSeen>) override { return outcome(); }
        Future<void> remove(NodeId, Timestamp) override { return outcome(); }
        Future<QHash<NodeId, Timestamp>> removed() override { return ready(QHash<NodeId, Timestamp>()); }
        bool isBroken = true;
        StoredNode last;

    private:
        //! Tokens are not what is tested here: they are written to nowhere.
        class NoTokens final : public TokenStore
        {
        public:
            Future<QList<StoredToken>> all() override { return ready(QList<StoredToken>()); }
            Future<void> upsert(QList<StoredToken>) override { return ready(); }
            Future<void> exchange(TokenId, Timestamp, QList<StoredToken>) override { return ready(); }
            Future<void> touch(QList<TokenUse>) override { return ready(); }
            Future<void> remove(QList<TokenId>) override { return ready(); }
        };
        //! Nor are jobs.
        class NoJobs final : public JobStore
        {
        public:
            Future<StoredQueue> open(Timestamp) override { return ready(StoredQueue{}); }
            Future<QList<AddedJob>> add(QList<JobToAdd>) override { return ready(QList<AddedJob>()); }
            Future<QList<JobOutcome>> change(QList<JobChange>) override { return ready(QList<JobOutcome>()); }
            Future<Job> job(qint64) override { return ready(Job{}); }
            Future<JobPage> page(JobQuery) override { return ready(JobPage{}); }
            Future<bool> ensureReserve() override { return ready(false); }
            Future<bool> hasRoom() override { return ready(true); }
            Future<bool> spendReserve() override { return ready(false); }
        };
        class NoEntities final : public EntityStore
        {
        public:
            Future<QList<StoredEntity>> all() override { return ready(QList<StoredEntity>()); }
            Future<void> upsert(StoredEntity) override { return ready(); }
            Future<void> assign(Assignment) override { return ready(); }
            Future<void> remove(EntityRef) override { return ready(); }
        };
        class NoLogs final : public LogStore
        {
        public:
            Future<QList<LogNumbers>> append(QList<LogChunk> chunks) override { return ready(QList<LogNumbers>(chunks.size())); }
            Future<QHash<NodeId, LogMark>> marks() override { return ready(QHash<NodeId, LogMark>()); }
            Future<LogPage> after(LogSource, quint64, int, qint64) override { return ready(LogPage{}); }
            Future<LogPage> newest(LogSource, int, qint64) override { return ready(LogPage{}); }
            Future<int> drop(LogSource, int) override { return ready(0); }
            Future<int> trim(Timestamp, qint64, int) override { return ready(0); }
        };
        class NoAudit final : public AuditStore
        {
        public:
            Future<AuditState> state() override { return ready(AuditState{}); }
            Future<AuditEntry> append(AuditEntry entry) override
            {
                entry.number = ++m_last;
                return ready(std::move(entry));
            }
            Future<void> keepHead(AuditHead) override { return ready(); }
            Future<AuditPage> page(AuditQuery) override { return ready(AuditPage{}); }
            Future<AuditProof> verify() override { return ready(AuditProof{}); }

        private:
            quint64 m_last = 0;
        };
        NoTokens m_tokens;
        NoJobs m_jobs;
        NoEntities m_entities;
        NoAudit m_audit;
        NoLogs m_logs;

        Future<void> outcome() const
        {
            return isBroken ? failed<void>(storageError(u"writing"_s, u"no space is left"_s)) : ready();
        }
    };

    std::unique_ptr<ControlPlaneRig> m_rig;
};

QTEST_GUILESS_MAIN(tst_ControlPlane)
#include "tst_ControlPlane.moc"
