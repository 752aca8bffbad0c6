// SPDX-License-Identifier: Apache-2.0
#include "core/store/SqlConnection.h"
#include "core/store/SqlScript.h"
#include "core/store/Migrator.h"
#include "tests/conformance/TokenStoreSuite.h"
#include "tests/support/NodeBuilder.h"
#include "tests/support/Outcome.h"

#include <QDir>
#include <QTemporaryDir>

using namespace muster;
using namespace Qt::StringLiterals;

//! The suite over SQLite, and what only its files can show.
class tst_SqlTokenStore : public TokenStoreSuite
{
    Q_OBJECT

protected:
    StoresFactory freshStores() override
    {
        m_folder = std::make_unique<QTemporaryDir>();
        return [path = m_folder->filePath(u"data"_s)] { return openSqliteStores(path); };
    }

private Q_SLOTS:
    void databaseOfTheFirstFormIsOpenedAndKept()
    {
        const QString folder = m_folder->filePath(u"old"_s);
        QVERIFY(QDir().mkpath(folder));
        {
            auto old = SqlConnection::open(folder + u"/muster.sqlite"_s);
            QVERIFY_RESULT(old);
            QVERIFY_RESULT(migrate(**old, sqliteMigrations().first(1)));
            const QByteArray json = R"({"id":"vps-02","name":"vps-02","role":"worker","status":"offline",)"
                                    R"("registeredAt":"2027-01-15T08:00:00.000Z"})";
            QVERIFY_RESULT((*old)->run(u"INSERT INTO nodes (id, document, instance_hash) VALUES ('vps-02', '%1', x'00')"_s
                                           .arg(QString::fromUtf8(json))));
        }

        const auto stores = openSqliteStores(folder);

        QVERIFY_RESULT(stores);
        const auto nodes = outcomeOf((*stores)->nodes().all());
        QVERIFY_RESULT(nodes);
        QCOMPARE(nodes->size(), 1);
        QVERIFY(!nodes->first().hasOwnPace);
        QVERIFY(outcomeOf((*stores)->tokens().all())->isEmpty());
        QVERIFY(QFile::exists(folder + u"/muster-backup-schema-1.sqlite"_s));
    }

    void oneUnreadableRowDoesNotHideTheOthers_data()
    {
        QTest::addColumn<QString>("change");
        QTest::newRow("a tier that is none") << u"tier = 'root'"_s;
        QTest::newRow("a tenant that is none") << u"tenants = 'a/b'"_s; // It must not become a token of all tenants.
    }
    void oneUnreadableRowDoesNotHideTheOthers()
    {
        QFETCH(QString, change);
        const QString folder = m_folder->filePath(u"mixed"_s);
        StoredToken good;
        good.facts.id = TokenId(u"good"_s);
        good.secretHash = instanceHashOf("x");
        {
            const auto stores = openSqliteStores(folder);
            QVERIFY_RESULT(stores);
            StoredToken bad = good;
            bad.facts.id = TokenId(u"bad"_s);
            QVERIFY_RESULT(outcomeOf((*stores)->tokens().upsert({good, bad})));
        }
        {
            auto raw = SqlConnection::open(folder + u"/muster.sqlite"_s);
            QVERIFY_RESULT(raw);
            QVERIFY_RESULT((*raw)->run(u"UPDATE tokens SET %1 WHERE id = 'bad'"_s.arg(change)));
        }

        const auto stores = openSqliteStores(folder);

        QVERIFY_RESULT(stores);
        QCOMPARE(outcomeOf((*stores)->tokens().all()).value(), QList{good});
    }

private:
    std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_GUILESS_MAIN(tst_SqlTokenStore)
#include "tst_SqlTokenStore.moc"
