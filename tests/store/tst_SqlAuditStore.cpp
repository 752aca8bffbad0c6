// SPDX-License-Identifier: Apache-2.0
#include "core/store/SqlConnection.h"
#include "core/store/Stores.h"
#include "tests/support/Outcome.h"

#include <QFileInfo>
#include <QJsonArray>
#include <QJsonObject>
#include <QTemporaryDir>

using namespace muster;
using namespace Qt::StringLiterals;

//! The audit log on disk: what it keeps, and what it notices when somebody else writes into it.
class tst_SqlAuditStore : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        open();
    }
    void cleanup()
    {
        m_stores.reset();
        m_folder.reset();
    }

    void entriesAreNumberedChainedAndKept()
    {
        QVERIFY_RESULT(outcomeOf(audit().keepHead({0, QByteArray(32, '\0')}))); // As a control plane does first.
        QList<AuditEntry> added;
        for (const QJsonValue &value : {QJsonValue(QJsonValue::Null), QJsonValue(1.5), QJsonValue(u"ä\n"_s), QJsonValue(QJsonArray{1}),
                                        QJsonValue(QJsonObject{{u"z"_s, true}, {u"a"_s, QJsonValue::Null}})})
            added.prepend(add(u"kim"_s, value));
        QCOMPARE(added.constLast().number, 1);
        QCOMPARE(added.constFirst().number, 5);
        open();
        const AuditPage page = outcomeOf(audit().page({})).value();
        QCOMPARE(page.entries, added);
        QVERIFY(!page.hasMore);
        QVERIFY(outcomeOf(audit().verify())->isWhole);
        QCOMPARE(outcomeOf(audit().verify())->head, added.constFirst().hash);
    }

    void pagesAndSearches()
    {
        for (int i = 0; i < 10; ++i)
            add(i % 2 ? u"Kim"_s : u"ann"_s);
        const AuditPage first = outcomeOf(audit().page({.most = 4})).value();
        QCOMPARE(first.entries.size(), 4);
        QCOMPARE(first.entries.constFirst().number, 10);
        QVERIFY(first.hasMore);
        const AuditPage last = outcomeOf(audit().page({.before = 3, .most = 4})).value();
        QCOMPARE(last.entries.size(), 2);
        QVERIFY(!last.hasMore);
        QCOMPARE(outcomeOf(audit().page({.search = u"kIM"_s}))->entries.size(), 5);
        QCOMPARE(outcomeOf(audit().page({.search = u"NODE/W1"_s}))->entries.size(), 10);
        QCOMPARE(outcomeOf(audit().page({.search = u"%"_s}))->entries.size(), 0);
    }

    void rowsCannotBeChangedByTheWay()
    {
        QVERIFY_RESULT(outcomeOf(audit().keepHead({0, QByteArray(32, '\0')}))); // As a control plane does first.
        add();
        add();
        const std::unique_ptr<SqlConnection> db = connection();
        QVERIFY(!db->run(u"UPDATE audit SET actor = 'x'"_s));
        QVERIFY(!db->run(u"DELETE FROM audit WHERE number = 2"_s));
        QVERIFY(!db->run(u"INSERT OR REPLACE INTO audit SELECT 1, at, 'x', verb, target, before_value, after_value, source, outcome, "
                         "note, hash FROM audit WHERE number = 1"_s));
        QVERIFY(!db->run(u"INSERT INTO audit SELECT 7, at, 'x', verb, target, before_value, after_value, source, outcome, note, hash "
                         "FROM audit WHERE number = 1"_s));
        QVERIFY(outcomeOf(audit().verify())->isWhole);
    }

    void whoeverChangesOneIsFoundOut_data()
    {
        QTest::addColumn<QString>("sql");
        QTest::addColumn<quint64>("firstBroken");
        QTest::newRow("a changed actor") << u"UPDATE audit SET actor = 'eve' WHERE number = 2"_s << quint64(2);
        QTest::newRow("another outcome") << u"UPDATE audit SET outcome = 'refused' WHERE number = 3"_s << quint64(3);
        QTest::newRow("another hash") << u"UPDATE audit SET hash = zeroblob(32) WHERE number = 1"_s << quint64(1);
        QTest::newRow("one taken out") << u"DELETE FROM audit WHERE number = 2"_s << quint64(2);
        QTest::newRow("the first taken out") << u"DELETE FROM audit WHERE number = 1"_s << quint64(1);
        QTest::newRow("the last taken out") << u"DELETE FROM audit WHERE number = 4"_s << quint64(4);
        QTest::newRow("all taken out") << u"DELETE FROM audit"_s << quint64(1);
    }
    void whoeverChangesOneIsFoundOut()
    {
        QFETCH(QString, sql);
        QFETCH(quint64, firstBroken);
        AuditEntry last;
        for (int i = 0; i < 4; ++i)
            last = add();
        QVERIFY_RESULT(outcomeOf(audit().keepHead({last.number, last.hash})));
        QVERIFY(outcomeOf(audit().state())->doesFit);
        const std::unique_ptr<SqlConnection> db = connection();
        for (const QString &trigger : {u"audit_keeps_rows"_s, u"audit_loses_none"_s})
            QVERIFY_RESULT(db->run(u"DROP TRIGGER "_s + trigger));
        QVERIFY_RESULT(db->run(sql));

        const AuditProof proof = outcomeOf(audit().verify()).value();

        QVERIFY2(!proof.isWhole, qPrintable(proof.text));
        QCOMPARE(proof.firstBroken, firstBroken);
        QVERIFY(!proof.text.isEmpty());
    }

    void theHeadStandsInAFileOfItsOwn()
    {
        QVERIFY(outcomeOf(audit().state())->doesFit);
        QVERIFY(outcomeOf(audit().verify())->isWhole);
        const AuditEntry first = add();
        QCOMPARE(outcomeOf(audit().verify())->firstBroken, 2); // No file, so that nothing is known of the end.
        QVERIFY_RESULT(outcomeOf(audit().keepHead({first.number, first.hash})));
        add(); // Newer than the file: as after a crash.
        QVERIFY(outcomeOf(audit().verify())->isWhole);
        QVERIFY(outcomeOf(audit().verify())->text.contains(u"made all of them anew"_s));
        const QFileInfo file(m_folder->filePath(u"audit.head"_s));
        QCOMPARE(file.permissions() & (QFile::ReadGroup | QFile::ReadOther | QFile::WriteGroup | QFile::WriteOther), 0);
        QVERIFY_RESULT(outcomeOf(audit().keepHead({2, first.hash})));
        QVERIFY(!outcomeOf(audit().state())->doesFit);
        QCOMPARE(outcomeOf(audit().verify())->firstBroken, 2);
    }

private:
    void open()
    {
        m_stores.reset();
        m_stores = std::move(*openSqliteStores(m_folder->path()));
    }
    AuditStore &audit() { return m_stores->audit(); }
    AuditEntry add(const QString &actor = u"kim"_s, const QJsonValue &after = QJsonValue::Null)
    {
        AuditEntry entry{.number = 0, .at = {1'800'000'000'000}, .actor = actor, .verb = u"node.cordon"_s, .target = u"node/w1"_s,
                         .before = QJsonValue::Null, .after = after, .source = u"10.0.0.7"_s, .outcome = u"ok"_s};
        return outcomeOf(audit().append(entry)).value_or({});
    }
    std::unique_ptr<SqlConnection> connection() { return std::move(*SqlConnection::open(m_folder->filePath(u"muster.sqlite"_s))); }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Stores> m_stores;
};

QTEST_GUILESS_MAIN(tst_SqlAuditStore)
#include "tst_SqlAuditStore.moc"
