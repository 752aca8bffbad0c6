// SPDX-License-Identifier: Apache-2.0
// A node as a whole, in this process and on its own thread: starts, serves, stops, starts again.

#include "app/shared/LocalNodeHost.h"
#include "app/shared/LocalNodeThread.h"
#include "core/cluster/Cluster.h"
#include "core/cluster/Dialect.h"
#include "core/controlplane/LocalNode.h"
#include "tests/support/Outcome.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

namespace {

LocalNodeOptions optionsFor(const QString &folder)
{
    LocalNodeOptions options;
    options.dataFolder = folder;
    options.name = u"host-1"_s;
    options.port = 0;
    return options;
}

template <typename T>
bool isDone(const Future<T> &future)
{
    return QTest::qWaitFor([&future] { return future.isFinished(); }, 8000);
}

} // namespace

class tst_LocalNodeHost final : public QObject
{
    Q_OBJECT

    //! Whether a job of \a entity completes.
    static bool runs(Cluster &cluster, const EntityRef &entity)
    {
        const Future<Job> submitted = cluster.submit({entity, "1"});
        if (!isDone(submitted) || !submitted.result())
            return false;
        return QTest::qWaitFor([&cluster, id = submitted.result()->id] {
            const Future<Job> job = cluster.job(id);
            return isDone(job) && job.result() && job.result()->state == JobState::Completed;
        }, 15'000);
    }

private Q_SLOTS:
    void servesItsClusterAndBelongsToIt()
    {
        const QTemporaryDir folder;
        LocalNodeHost host(m_clock);
        QSignalSpy first(&host, &LocalNodeHost::firstBeatAccepted);

        const Future<LocalNodeFacts> started = host.start(optionsFor(folder.filePath(u"node"_s)));

        QVERIFY(isDone(started));
        QVERIFY2(started.result(), qPrintable(started.result() ? QString() : started.result().error().text()));
        QTRY_COMPARE_WITH_TIMEOUT(first.count(), 1, 5000);
        const LocalNodeFacts facts = *started.result();
        const Result<Secret> admin = Secret::fromFile(facts.adminTokenPath);
        QVERIFY(admin);
        const std::unique_ptr<Cluster> client = dialectById(u"native"_s)->client({u"native"_s, facts.url}, {*admin});
        const Future<ClusterSnapshot> snapshot = client->snapshot();
        QVERIFY(isDone(snapshot));
        QCOMPARE(snapshot.result()->nodes.size(), 1);
        QCOMPARE(snapshot.result()->nodes[0].who.name, u"host-1"_s);
        QCOMPARE(snapshot.result()->nodes[0].who.address, facts.url.authority());
    }

    void theOwnNodeIsNotRemoved()
    {
        const QTemporaryDir folder;
        LocalNodeHost host(m_clock);
        LocalNodeOptions options = optionsFor(folder.filePath(u"node"_s));
        options.beatInterval = milliseconds(300);
        const Future<LocalNodeFacts> started = host.start(options);
        QVERIFY(isDone(started) && started.result());
        Cluster &cluster = *host.cluster();
        EntityRequest request;
        request.entity.ref = *EntityRef::parse(u"agent/hello"_s, {});
        request.entity.settings = {{u"argv"_s, QJsonArray{u"cat"_s}}};
        QVERIFY(isDone(cluster.saveEntity(request)));
        QVERIFY(runs(cluster, request.entity.ref));

        const Result<void> removed = outcomeOf(cluster.remove(host.node()->who().id));

        QVERIFY(!removed);
        QCOMPARE(removed.error().kind, ErrorKind::Conflict);
        QCOMPARE(removed.error().code, u"own-node"_s);
        QCOMPARE(removed.error().what, u"host-1 is this control plane's own node; it can be drained, not removed"_s);
        QCOMPARE(outcomeOf(cluster.snapshot())->nodes.size(), 1);
        QVERIFY(runs(cluster, request.entity.ref));
    }
    void secretsOfAnEntityAreBoundedTogether()
    {
        const QTemporaryDir folder;
        LocalNodeHost host(m_clock);
        const Future<LocalNodeFacts> started = host.start(optionsFor(folder.filePath(u"node"_s)));
        QVERIFY(isDone(started) && started.result());
        EntityRequest request;
        request.entity.ref = *EntityRef::parse(u"agent/hello"_s, {});
        request.entity.settings = {{u"argv"_s, QJsonArray{u"cat"_s}}};
        for (int i = 0; i < 15; ++i)
            request.secrets.insert(u"S%1"_s.arg(i), Secret(QByteArray(limits::kEntitySecretBytes, 's')));
        const Future<EntityState> saved = host.cluster()->saveEntity(request);
        QVERIFY(isDone(saved) && saved.result());
        // Bit by bit it could grow beyond what fits into a frame of the mesh.
        request.mustBeNew = false;
        request.keptSecrets = request.secrets.keys();
        request.secrets = {{u"MORE"_s, Secret(QByteArray(limits::kEntitySecretBytes, 's'))}};
        const Future<EntityState> grown = host.cluster()->saveEntity(request);
        QVERIFY(isDone(grown));
        QCOMPARE(grown.result().error().kind, ErrorKind::Invalid);
        QCOMPARE(grown.result().error().field, u"secrets"_s);
        QVERIFY(grown.result().error().what.contains(u"1024 KiB"_s));
    }
    void stoppingSaysGoodbyeAndFreesTheFolder()
    {
        const QTemporaryDir folder;
        LocalNodeHost host(m_clock);
        const Future<LocalNodeFacts> started = host.start(optionsFor(folder.path()));
        QVERIFY(isDone(started) && started.result());

        const Future<void> stopped = host.stop();
        QVERIFY(isDone(stopped));
        QVERIFY(stopped.result());
        QVERIFY(!host.cluster());

        const Future<LocalNodeFacts> again = host.start(optionsFor(folder.path()));
        QVERIFY(isDone(again));
        QVERIFY2(again.result(), qPrintable(again.result() ? QString() : again.result().error().text()));
        QVERIFY(isDone(host.stop()));
    }

    void aFolderInUseIsAConflict()
    {
        const QTemporaryDir folder;
        LocalNodeHost one(m_clock);
        LocalNodeHost two(m_clock);
        const Future<LocalNodeFacts> first = one.start(optionsFor(folder.path()));
        QVERIFY(isDone(first) && first.result());

        const Future<LocalNodeFacts> second = two.start(optionsFor(folder.path()));

        QVERIFY(isDone(second));
        QCOMPARE(second.result().error().kind, ErrorKind::Conflict);
        QVERIFY(!two.cluster());
    }

    void aWrongAddressIsRefusedBeforeAnythingIsMade()
    {
        const QTemporaryDir folder;
        LocalNodeHost host(m_clock);
        LocalNodeOptions options = optionsFor(folder.filePath(u"node"_s));
        options.listenHost = u"nowhere.example"_s;

        const Future<LocalNodeFacts> started = host.start(options);

        QVERIFY(isDone(started));
        QVERIFY(!started.result());
        QCOMPARE(started.result().error().kind, ErrorKind::Invalid);
        QVERIFY(!QFile::exists(options.dataFolder));
    }

    void aWorkerWithNothingToShowIsRefused()
    {
        const QTemporaryDir folder;
        LocalNodeHost host(m_clock);
        LocalNodeOptions options = optionsFor(folder.path());
        options.role = NodeRole::Worker;
        options.joinUrl = QUrl(u"http://127.0.0.1:9"_s);

        const Future<LocalNodeFacts> started = host.start(options);

        QVERIFY(isDone(started));
        QVERIFY(!started.result());
        QCOMPARE(started.result().error().field, u"--join-token-file"_s);
    }

    void theJoinTokenReadsNothing()
    {
        const QTemporaryDir folder;
        LocalNodeHost host(m_clock);
        const Future<LocalNodeFacts> started = host.start(optionsFor(folder.path()));
        QVERIFY(isDone(started) && started.result());
        const Result<Secret> join = Secret::fromFile(started.result()->joinTokenPath);
        QVERIFY(join);
        const std::unique_ptr<Cluster> client
            = dialectById(u"native"_s)->client({u"native"_s, started.result()->url}, {*join});

        const Future<ClusterSnapshot> snapshot = client->snapshot();

        QVERIFY(isDone(snapshot));
        QCOMPARE(snapshot.result().error().kind, ErrorKind::Refused); // Announces and beats, nothing else.
    }

    void runsOnAThreadOfItsOwn()
    {
        const QTemporaryDir folder;
        LocalNodeThread node(m_clock);
        const Future<LocalNodeFacts> started = node.start(optionsFor(folder.path()));
        QVERIFY(isDone(started));
        QVERIFY(started.result());
        QVERIFY(node.cluster());
        QVERIFY(node.cluster()->thread() != QThread::currentThread());

        const Future<ClusterSnapshot> snapshot = node.cluster()->snapshot();
        QVERIFY(isDone(snapshot));
        QVERIFY(snapshot.result());

        QVERIFY(isDone(node.stop()));
        QVERIFY(!node.cluster());
        const Future<LocalNodeFacts> again = node.start(optionsFor(folder.path()));
        QVERIFY(isDone(again));
        QVERIFY(again.result());
    }

    void aThreadThatDiesWhileStartingDoesNotHang()
    {
        const QTemporaryDir folder;
        {
            LocalNodeThread node(m_clock);
            (void)node.start(optionsFor(folder.path())); // Nobody waits for it.
        }
        LocalNodeThread after(m_clock);
        const Future<LocalNodeFacts> started = after.start(optionsFor(folder.path()));
        QVERIFY(isDone(started));
        QVERIFY(started.result());
    }

    void aThreadTellsWhyItDidNotStart()
    {
        LocalNodeThread node(m_clock);
        const Future<LocalNodeFacts> started = node.start(optionsFor(u"/proc/nowhere"_s));
        QVERIFY(isDone(started));
        QCOMPARE(started.result().error().kind, ErrorKind::Storage);
        QVERIFY(!node.cluster());
    }

private:
    const SystemClock m_clock;
};

QTEST_GUILESS_MAIN(tst_LocalNodeHost)
#include "tst_LocalNodeHost.moc"
#include "tests/support/Outcome.h"
