// SPDX-License-Identifier: Apache-2.0
// A token that is bound to a tenant follows a cluster in which much happens, over a real socket, slower than it happens: what it is
// sent is never of another tenant, and what it believes in the end is what is there. And what it is told of queues, which all share.
#include "core/base/Limits.h"
#include "tests/app/BoundReader.h"

using namespace muster;
using namespace Qt::StringLiterals;

namespace {

const Actor kKim{.name = u"kim"_s, .source = {}, .tenants = {TenantId(u"acme"_s)}};
constexpr int kPatienceMs = 30'000; // A busy machine.

EntityRef refOf(const Things &things)
{
    return *EntityRef::parse(u"agent/"_s + things.entity, {});
}

} // namespace

class tst_TenantStream final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_two = std::make_unique<TwoTenants>();
        QVERIFY(m_two->isUp);
        m_reader = std::make_unique<BoundReader>(*m_two, Tier::Operator);
        QTRY_VERIFY_WITH_TIMEOUT(isUpToDate(), kPatienceMs);
    }
    void cleanup()
    {
        m_reader.reset();
        m_two.reset();
    }

    //! Counts are of one's own jobs, wherever they are told; whether a queue is paused is everybody's matter.
    void queuesCountOnesOwnJobs()
    {
        TwoTenants &two = *m_two;
        const EntityRef theirs{EntityKind::Agent, TenantId(u"others"_s), EntityId(u"theirs"_s)};
        QVERIFY_RESULT(outcomeOf(two.world.plane->submitAll(QList<JobRequest>(30, JobRequest{theirs, "1"}))));
        EntityRequest browser;
        browser.entity.ref = {EntityKind::Browser, TenantId(u"others"_s), EntityId(u"surf"_s)};
        QVERIFY_RESULT(outcomeOf(two.world.plane->saveEntity(browser)));
        QVERIFY_RESULT(outcomeOf(two.world.plane->submit({browser.entity.ref, "1"})));

        for (const QString &path : {u"/api/v1/queues"_s, u"/api/v1/snapshot"_s}) {
            const Result<HttpAnswer> answer = two.ask(Tier::Viewer, "GET", path, {});
            QVERIFY_RESULT(answer);
            const QJsonDocument body = QJsonDocument::fromJson(answer->body);
            const QJsonArray queues = body.isArray() ? body.array() : body.object().value("queues"_L1).toArray();
            QCOMPARE(queues.size(), 1); // Nothing in the other is theirs.
            const QJsonObject queue = queues[0].toObject();
            QCOMPARE(queue.value("name"_L1).toString(), u"agent"_s);
            QCOMPARE(queue.value("waiting"_L1).toInt(), 1);
            QCOMPARE(queue.value("cancelled"_L1).toInt(), 1);
        }
        QVERIFY_RESULT(outcomeOf(two.world.plane->pauseQueue(u"browser"_s, true)));
        const Result<HttpAnswer> paused = two.ask(Tier::Viewer, "GET", u"/api/v1/queues"_s, {});
        const QJsonObject second = QJsonDocument::fromJson(paused->body).array().at(1).toObject();
        QCOMPARE(second.value("name"_L1).toString(), u"browser"_s);
        QVERIFY(second.value("paused"_L1).toBool());
        QCOMPARE(second.value("waiting"_L1).toInt(), 0);
    }

    //! What is not theirs is not there; that they tried is written down.
    void submittingForOthersIsWrittenDown()
    {
        TwoTenants &two = *m_two;
        for (const QString &path : {u"/api/v1/entities/agent/others:theirs/jobs"_s, u"/api/v1/jobs"_s}) {
            const QByteArray body = path.endsWith(u"theirs/jobs"_s) ? "[1]" : R"({"jobs":[{"entity":"agent/acme:mine"},{"entity":"agent/others:theirs"}]})";
            QVERIFY(!two.ask(Tier::Operator, "POST", path, body));
        }
        QVERIFY_RESULT(two.ask(Tier::Operator, "POST", u"/api/v1/entities/agent/acme:mine/jobs"_s, "[1]")); // Too many to write down.
        QStringList lines;
        const Result<AuditPage> written = outcomeOf(two.world.plane->audit({}));
        QVERIFY_RESULT(written);
        for (const AuditEntry &one : written->entries) {
            if (one.verb == "job.submit"_L1)
                lines.append(one.actor + u' ' + one.target + u' ' + one.outcome);
        }
        const QString line = u"operator agent/others:theirs not-found"_s;
        QCOMPARE(lines, (QStringList{line, line}));
    }

    void aSlowReaderMissesNothingOfItsOwn()
    {
        m_reader->perTick = 2048;
        for (int i = 0; i < 1500; ++i)
            change(i);

        m_reader->perTick = 1 << 20;
        QTRY_VERIFY_WITH_TIMEOUT(isUpToDate(), kPatienceMs);
        checkAll();
        QVERIFY(m_reader->isInOrder);
    }

    //! Its buffer at the server is full: it is cut off, and what it missed is gone from the ring when it is back.
    void whoFallsBehindBeginsAnew()
    {
        m_reader->perTick = 0;
        for (int i = 0; i < 5 * limits::kEventRing / 4; ++i)
            change(i);
        QCOMPARE(m_reader->resyncs, 0);

        m_reader->perTick = 1 << 20;
        QTRY_VERIFY_WITH_TIMEOUT(isUpToDate(), kPatienceMs);
        QVERIFY(m_reader->connections > 1);
        QVERIFY(m_reader->resyncs > 0);
        checkAll();
        for (int i = 0; i < 200; ++i) // And it follows again.
            change(i);
        QTRY_VERIFY_WITH_TIMEOUT(isUpToDate(), kPatienceMs);
        checkAll();
    }

    //! More jobs in a second than are told singly, of both tenants.
    void jobsThatAreNotToldSinglyAreReadAgain()
    {
        ControlPlane &plane = *m_two->world.plane;
        for (const Things &things : {m_two->mine, m_two->theirs, m_two->mine}) {
            const QList<JobRequest> some(3 * limits::kJobEventsPerSecond, JobRequest{refOf(things), "1"});
            QVERIFY_RESULT(outcomeOf(plane.submitAll(some)));
        }
        m_two->world.clock.advance(milliseconds(1000));

        QTRY_COMPARE_WITH_TIMEOUT(m_reader->jobs.size(), 2 + 6 * limits::kJobEventsPerSecond, kPatienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(isUpToDate(), kPatienceMs);
        checkAll();
    }

private:
    //! Something of ours, of theirs, or of nobody. Many are under way at once: each is synced to disk.
    void change(int i)
    {
        ControlPlane &plane = *m_two->world.plane;
        const Things &things = i % 2 ? m_two->theirs : m_two->mine;
        const NodeId node(i % 4 < 2 ? u"node-a"_s : u"node-b"_s);
        if (i % 61 == 0) {
            m_two->world.clock.advance(milliseconds(1000)); // All jobs are told singly.
            const Result<Job> job = outcomeOf(plane.submit({refOf(things), "3"}));
            QVERIFY_RESULT(job);
            if (i % 3 == 0)
                QVERIFY_RESULT(outcomeOf(plane.cancelJob(job->id)));
        } else if (i % 150 == 0) {
            QVERIFY_RESULT(outcomeOf(plane.pauseQueue(u"agent"_s, i % 300 == 0)));
        } else if (i % 7 == 0) {
            (void)plane.beat(beatOf(u"node-b"_s, ++m_beats));
        } else if (i % 40 == 0) {
            QVERIFY_RESULT(outcomeOf(plane.assign({refOf(things), node})));
        } else {
            (void)plane.assign({refOf(things), node});
        }
    }
    bool isUpToDate() const
    {
        const Result<ClusterSnapshot> now = outcomeOf(m_two->world.plane->snapshot());
        return m_reader->isAt(now->position) && m_reader->queues == ownQueues();
    }
    QMap<QString, QueueFacts> ownQueues() const
    {
        QMap<QString, QueueFacts> queues;
        const Result<QList<QueueFacts>> own = outcomeOf(m_two->world.plane->queues(kKim));
        for (const QueueFacts &one : own.value_or(QList<QueueFacts>()))
            queues.insert(one.name, one);
        return queues;
    }
    //! What it believes is what is there, of its tenant alone; and it was never sent anything else.
    void checkAll() const
    {
        ControlPlane &plane = *m_two->world.plane;
        QMap<QString, QString> pins;
        const Result<QList<EntityState>> entities = outcomeOf(plane.entities(kKim));
        QVERIFY_RESULT(entities);
        for (const EntityState &one : *entities)
            pins.insert(u"agent/acme:"_s + one.entity.ref.id.text(), one.assignment ? one.assignment->node.text() : QString());
        QCOMPARE(m_reader->pins, pins);
        QMap<QString, JobState> jobs;
        JobQuery query{.most = limits::kJobPage};
        for (bool hasMore = true; hasMore;) {
            const Result<JobPage> page = outcomeOf(plane.jobs(query, kKim));
            for (const Job &job : page->jobs)
                jobs.insert(job.id.text(), job.state);
            hasMore = page->hasMore;
            query.after = page->jobs.isEmpty() ? JobId() : page->jobs.constLast().id;
        }
        QCOMPARE(m_reader->jobs, jobs);
        QVERIFY(!m_reader->all.contains("theirs") && !m_reader->all.contains("others"));
        const Result<JobPage> theirs = outcomeOf(plane.jobs({.entity = refOf(m_two->theirs), .most = limits::kJobPage}));
        QVERIFY_RESULT(theirs);
        QVERIFY(!theirs->jobs.isEmpty());
        for (const Job &job : theirs->jobs)
            QVERIFY(!m_reader->all.contains(job.id.text().toLatin1()));
    }

    std::unique_ptr<TwoTenants> m_two;
    std::unique_ptr<BoundReader> m_reader;
    quint64 m_beats = 10;
};

QTEST_GUILESS_MAIN(tst_TenantStream)
#include "tst_TenantStream.moc"
