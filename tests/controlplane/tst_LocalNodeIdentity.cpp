// SPDX-License-Identifier: Apache-2.0
// A node's identity stays the same in its folder, follows what options say, and is nobody else's to read.

#include "core/controlplane/LocalNodeIdentity.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

class tst_LocalNodeIdentity final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theSameFolderIsTheSameNode()
    {
        const QTemporaryDir folder;
        const auto first = ensureLocalNodeIdentity(folder.path(), {.id = {}, .name = {}, .hostname = u"box"_s});
        const auto second = ensureLocalNodeIdentity(folder.path(), {.id = {}, .name = {}, .hostname = u"renamed"_s});

        QVERIFY(first);
        QVERIFY(second);
        QCOMPARE(first->id.text(), u"box"_s);
        QCOMPARE(second->id, first->id);
        QCOMPARE(second->name, u"box"_s);
        QVERIFY(second->instance.matches(first->instance.reveal()));
    }

    void theIdIsTheNameUnlessOneIsGiven()
    {
        const QTemporaryDir named;
        const auto one = ensureLocalNodeIdentity(named.path(), {.id = {}, .name = u"worker-7"_s, .hostname = u"box"_s});
        QVERIFY(one);
        QCOMPARE(one->id.text(), u"worker-7"_s);

        const QTemporaryDir both;
        const auto two = ensureLocalNodeIdentity(both.path(), {.id = u"w7"_s, .name = u"worker-7"_s, .hostname = u"box"_s});
        QVERIFY(two);
        QCOMPARE(two->id.text(), u"w7"_s);
        QCOMPARE(two->name, u"worker-7"_s);
    }

    void aNewNameKeepsTheId()
    {
        const QTemporaryDir folder;
        const auto before = ensureLocalNodeIdentity(folder.path(), {.id = {}, .name = u"old-name"_s, .hostname = {}});
        const auto after = ensureLocalNodeIdentity(folder.path(), {.id = {}, .name = u"new-name"_s, .hostname = {}});

        QVERIFY(before);
        QVERIFY(after);
        QCOMPARE(after->id.text(), u"old-name"_s);
        QCOMPARE(after->name, u"new-name"_s);
        QVERIFY(after->instance.matches(before->instance.reveal()));
    }

    void nodesOfOneHostDiffer()
    {
        const QTemporaryDir one;
        const QTemporaryDir two;
        const LocalNodeWishes wishes{.id = {}, .name = {}, .hostname = u"box"_s, .isOneOfMany = true};

        const auto first = ensureLocalNodeIdentity(one.path(), wishes);
        const auto second = ensureLocalNodeIdentity(two.path(), wishes);

        QVERIFY(first);
        QVERIFY(second);
        QVERIFY(first->name.startsWith(u"box-"_s));
        QVERIFY(first->id != second->id);
    }

    void theFileIsTheOwnersAlone()
    {
        const QTemporaryDir folder;
        QVERIFY(ensureLocalNodeIdentity(folder.path(), {.id = {}, .name = {}, .hostname = u"box"_s}));
        QFile file(folder.filePath(u"identity.json"_s));
        constexpr auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
        QCOMPARE(file.permissions() & others, QFile::Permissions());

        QVERIFY(file.setPermissions(file.permissions() | QFile::ReadOther));
        const auto again = ensureLocalNodeIdentity(folder.path(), {.id = {}, .name = {}, .hostname = u"box"_s});

        QVERIFY(!again);
        QCOMPARE(again.error().kind, ErrorKind::Invalid);
    }

    void brokenFilesAreRefused_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("not JSON") << QByteArray("muster");
        QTest::newRow("no key") << QByteArray("{\"id\":\"ab\",\"name\":\"ab\"}");
        QTest::newRow("bad id") << QByteArray("{\"id\":\"../x\",\"name\":\"ab\",\"instance\":\"k\"}");
        QTest::newRow("half") << QByteArray("{\"id\":\"ab\",\"na");
    }
    void brokenFilesAreRefused()
    {
        QFETCH(QByteArray, bytes);
        const QTemporaryDir folder;
        QFile file(folder.filePath(u"identity.json"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes);
        file.close();
        QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::WriteOwner));

        const auto identity = ensureLocalNodeIdentity(folder.path(), {.id = {}, .name = {}, .hostname = u"box"_s});

        QVERIFY(!identity);
        QCOMPARE(identity.error().kind, ErrorKind::Invalid);
    }

    void wrongNamesBlameTheirOption()
    {
        const QTemporaryDir folder;
        const auto name = ensureLocalNodeIdentity(folder.path(), {.id = {}, .name = u"a b"_s, .hostname = {}});
        QVERIFY(!name);
        QCOMPARE(name.error().field, u"--name"_s);

        const auto id = ensureLocalNodeIdentity(folder.path(), {.id = u"-x"_s, .name = u"ab"_s, .hostname = {}});
        QVERIFY(!id);
        QCOMPARE(id.error().field, u"WORKER_NODE_ID"_s);
    }

    void aFolderThatCannotBeWrittenIsAStorageError()
    {
        const auto identity
            = ensureLocalNodeIdentity(u"/proc/nowhere"_s, {.id = {}, .name = {}, .hostname = u"box"_s});
        QVERIFY(!identity);
        QCOMPARE(identity.error().kind, ErrorKind::Storage);
    }

    void hostnamesBecomeIds_data()
    {
        QTest::addColumn<QString>("hostname");
        QTest::addColumn<QString>("id");
        QTest::newRow("plain") << u"build-01"_s << u"build-01"_s;
        QTest::newRow("qualified") << u"box.example.org"_s << u"box"_s;
        QTest::newRow("spaces") << u"Anna's Mac"_s << u"Anna-s-Mac"_s;
        QTest::newRow("leading") << u"--x1"_s << u"x1"_s;
        QTest::newRow("other letters") << u"日本"_s << u"node"_s;
        QTest::newRow("short") << u"x"_s << u"node"_s;
        QTest::newRow("none") << QString() << u"node"_s;
    }
    void hostnamesBecomeIds()
    {
        QFETCH(QString, hostname);
        QFETCH(QString, id);
        QCOMPARE(idFromHostname(hostname), id);
    }
};

QTEST_GUILESS_MAIN(tst_LocalNodeIdentity)
#include "tst_LocalNodeIdentity.moc"
