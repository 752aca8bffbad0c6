// SPDX-License-Identifier: Apache-2.0
// A node starts over a restored folder: what was known is known, and nothing that opened a door opens one any more
// (decisions.md 24).

#include "app/shared/LocalNodeHost.h"
#include "core/cluster/Cluster.h"
#include "core/cluster/Dialect.h"
#include "core/store/Backup.h"
#include "tests/support/NodeBuilder.h"
#include "tests/support/Outcome.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

class tst_LocalNodeRestore final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void restoredNodesAnnounceThemselvesAndTokensAreGone()
    {
        Secret viewer;
        const QString backup = backedUp(&viewer);
        QVERIFY(!backup.isEmpty());
        const QString folder = m_root.filePath(u"restored"_s);
        QVERIFY_RESULT(restore(backup, folder));

        LocalNodeHost host(m_clock);
        const Result<LocalNodeFacts> started = outcomeOf(host.start(optionsFor(folder)));

        QVERIFY_RESULT(started);
        QVERIFY(nodesOf(host).contains(u"w1"_s));
        QVERIFY(outcomeOf(host.cluster()->tokens())->isEmpty());
        const auto client = dialectById(u"native"_s)->client({u"native"_s, started->url}, {viewer});
        QCOMPARE(outcomeOf(client->snapshot()).error().codeOrDefault(), u"not-authenticated"_s);
        // Nobody knows any more whose key it was: a beat is not believed before an announcement.
        QCOMPARE(outcomeOf(host.cluster()->beat(beatOf(u"w1"_s, 2))).error().codeOrDefault(), u"announce-first"_s);
        QVERIFY_RESULT(outcomeOf(host.cluster()->announce(announcementOf(u"w1"_s))));
        QVERIFY_RESULT(outcomeOf(host.cluster()->beat(beatOf(u"w1"_s, 3))));
        (void)outcomeOf(host.stop());
    }

    void restoringOverAFolderKeepsItsKeys()
    {
        Secret viewer;
        const QString backup = backedUp(&viewer);
        const QString folder = m_root.filePath(u"lived-in"_s);
        QByteArray admin;
        {
            LocalNodeHost before(m_clock);
            const Result<LocalNodeFacts> started = outcomeOf(before.start(optionsFor(folder)));
            QVERIFY_RESULT(started);
            admin = Secret::fromFile(started->adminTokenPath)->reveal();
            QCOMPARE(restore(backup, folder).error().code, u"folder-in-use"_s);
            (void)outcomeOf(before.stop());
        }
        QVERIFY_RESULT(restore(backup, folder));

        LocalNodeHost host(m_clock);
        QSignalSpy first(&host, &LocalNodeHost::firstBeatAccepted);
        const Result<LocalNodeFacts> started = outcomeOf(host.start(optionsFor(folder)));

        QVERIFY_RESULT(started);
        QVERIFY(Secret::fromFile(started->adminTokenPath)->matches(admin)); // The file, not the database, has it.
        QTRY_COMPARE_WITH_TIMEOUT(first.count(), 1, 8000);                  // Our own node, too, announced itself.
        (void)outcomeOf(host.stop());
    }

private:
    //! A backup of a control plane that knows the node w1 and has a \a viewer token; where it is.
    QString backedUp(Secret *viewer)
    {
        const QTemporaryDir folder;
        LocalNodeHost host(m_clock);
        if (!outcomeOf(host.start(optionsFor(folder.path()))))
            return {};
        TokenRequest request;
        request.name = u"ann"_s;
        const Result<IssuedToken> token = outcomeOf(host.cluster()->createToken(request));
        const bool isThere = token && outcomeOf(host.cluster()->announce(announcementOf(u"w1"_s)))
            && outcomeOf(host.cluster()->beat(beatOf(u"w1"_s, 1)));
        const Result<QByteArray> bytes = outcomeOf(host.cluster()->backup());
        (void)outcomeOf(host.stop());
        if (!isThere || !bytes)
            return {};
        *viewer = token->token;
        QFile file(m_root.filePath(u"backup"_s));
        return file.open(QIODevice::WriteOnly) && file.write(*bytes) == bytes->size() ? file.fileName() : QString();
    }
    static LocalNodeOptions optionsFor(const QString &folder)
    {
        LocalNodeOptions options;
        options.dataFolder = folder;
        options.name = u"host-1"_s;
        options.port = 0;
        return options;
    }
    static QStringList nodesOf(const LocalNodeHost &host)
    {
        QStringList names;
        const Result<ClusterSnapshot> snapshot = outcomeOf(host.cluster()->snapshot());
        for (const Node &node : snapshot ? snapshot->nodes : QList<Node>())
            names.append(node.who.name);
        return names;
    }

    const SystemClock m_clock;
    const QTemporaryDir m_root;
};

QTEST_GUILESS_MAIN(tst_LocalNodeRestore)
#include "tst_LocalNodeRestore.moc"
