// SPDX-License-Identifier: Apache-2.0
#include "core/store/SqlConnection.h"
#include "core/store/Stores.h"
#include "tests/support/Outcome.h"

#include <QJsonArray>
#include <QTemporaryDir>

using namespace muster;
using namespace Qt::StringLiterals;

class tst_SqlEntityStore : public QObject
{
    Q_OBJECT

    static StoredEntity entity(const QString &ref)
    {
        StoredEntity stored;
        stored.entity.ref = *EntityRef::parse(ref, {});
        stored.entity.title = u"Title of "_s + ref;
        stored.entity.settings = QJsonObject{{u"argv"_s, QJsonArray{u"/bin/cat"_s}}};
        stored.entity.createdAt = stored.entity.updatedAt = Timestamp{1'800'000'000'000};
        stored.entity.secrets = {u"KEY"_s};
        stored.secrets = {{u"KEY"_s, QByteArray("\x00sealed", 7)}};
        return stored;
    }
    std::unique_ptr<Stores> opened() const { return std::move(*openSqliteStores(m_folder->path())); }

    std::unique_ptr<QTemporaryDir> m_folder;

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void whatIsKeptIsReadBackAfterARestart()
    {
        StoredEntity one = entity(u"agent/hello"_s);
        const StoredEntity two = entity(u"agent/acme:hello"_s);
        {
            const auto stores = opened();
            QVERIFY_RESULT(outcomeOf(stores->entities().upsert(one)));
            QVERIFY_RESULT(outcomeOf(stores->entities().upsert(two)));
            one.assignment = Assignment{one.entity.ref, NodeId(u"w1"_s), AssignmentMode::Preferred, Timestamp{1'800'000'001'000},
                                        u"kim"_s, 3};
            QVERIFY_RESULT(outcomeOf(stores->entities().assign(*one.assignment)));
        }
        const auto all = outcomeOf(opened()->entities().all());
        QVERIFY_RESULT(all);
        QCOMPARE(all->size(), 2);
        QVERIFY(all->contains(one));
        QVERIFY(all->contains(two));
    }

    void aChangeReplacesAllOfIt()
    {
        const auto stores = opened();
        StoredEntity one = entity(u"agent/hello"_s);
        QVERIFY_RESULT(outcomeOf(stores->entities().upsert(one)));
        one.secrets = {{u"OTHER"_s, "x"_ba}};
        one.entity.secrets = {u"OTHER"_s};
        one.entity.title = u"Another"_s;
        QVERIFY_RESULT(outcomeOf(stores->entities().upsert(one)));
        QCOMPARE(*outcomeOf(stores->entities().all()), QList{one});
    }

    void whatIsRemovedLeavesNothing()
    {
        {
            const auto stores = opened();
            QVERIFY_RESULT(outcomeOf(stores->entities().upsert(entity(u"agent/hello"_s))));
            QVERIFY_RESULT(outcomeOf(stores->entities().remove(entity(u"agent/hello"_s).entity.ref)));
            QVERIFY_RESULT(outcomeOf(stores->entities().remove(entity(u"agent/hello"_s).entity.ref))); // Nothing happens.
            QVERIFY(outcomeOf(stores->entities().all())->isEmpty());
        }
        const auto connection = SqlConnection::open(m_folder->filePath(u"muster.sqlite"_s));
        QCOMPARE(*(*connection)->number(u"SELECT count(*) FROM entity_secrets"_s), 0);
    }

    void whatCannotBeReadIsLeftOut()
    {
        {
            const auto stores = opened();
            QVERIFY_RESULT(outcomeOf(stores->entities().upsert(entity(u"agent/hello"_s))));
            QVERIFY_RESULT(outcomeOf(stores->entities().upsert(entity(u"agent/other"_s))));
        }
        {
            const auto connection = SqlConnection::open(m_folder->filePath(u"muster.sqlite"_s));
            QVERIFY_RESULT((*connection)->run(u"UPDATE entities SET document = '{' WHERE ref = 'agent/hello'"_s));
        }
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"leaving out the entity"_s));
        const auto all = outcomeOf(opened()->entities().all());
        QCOMPARE(all->size(), 1);
        QCOMPARE(all->constFirst().entity.ref.text(), u"agent/other"_s);
    }
};

QTEST_GUILESS_MAIN(tst_SqlEntityStore)
#include "tst_SqlEntityStore.moc"
