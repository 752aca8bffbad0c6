// SPDX-License-Identifier: Apache-2.0
// A worker's way to its work: connects, comes back, ends with its credential (W-7), and asks an older control plane rarely.
#include "app/shared/MeshDialer.h"

#include "tests/app/AccessWorld.h"
#include "tests/mesh/ScriptedHandler.h"

using namespace muster;
using namespace Qt::StringLiterals;

namespace {

//! A worker that dials as node-a.
struct Dialling {
    Dialling(const QUrl &url, const QByteArray &shown)
        : key(shown), worker({NodeId(u"node-a"_s), u"build"_s, 1}, {&handler}),
          dialer({.address = {.dialect = u"native"_s, .url = url},
                  .node = NodeId(u"node-a"_s),
                  .key = [this] {
                      ++asked;
                      return Secret(key);
                  }},
                 worker, clock)
    {
        QObject::connect(&dialer, &MeshDialer::connected, &dialer, [this] { ++connections; });
        QObject::connect(&worker, &MeshWorker::detached, &worker, [this](const QString &why) { lost.append(why); });
        dialer.start();
    }
    Q_DISABLE_COPY_MOVE(Dialling)

    int asked = 0;
    int connections = 0;
    QStringList lost;
    QByteArray key;
    SystemClock clock;
    ScriptedHandler handler;
    MeshWorker worker;
    MeshDialer dialer;
};

} // namespace

class tst_MeshDialer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void connectsAndComesBack();
    void aRevokedCredentialEndsIt();
    void anOlderControlPlaneIsAskedRarely();
};

void tst_MeshDialer::connectsAndComesBack()
{
    World world;
    QVERIFY(world.isUp);
    Dialling dialling(world.server->url(), world.keys[AOnA]);
    QTRY_VERIFY_WITH_TIMEOUT(dialling.worker.isAttached(), 5000);

    // A second process of the same node takes over; this one asks again.
    Dialling other(world.server->url(), world.keys[AOnA]);

    QTRY_COMPARE_WITH_TIMEOUT(dialling.lost.size(), 1, 5000);
    QTRY_VERIFY_WITH_TIMEOUT(dialling.asked >= 2, 5000);
    QTRY_VERIFY_WITH_TIMEOUT(dialling.connections >= 2, 5000);
}

void tst_MeshDialer::aRevokedCredentialEndsIt()
{
    World world;
    QVERIFY(world.isUp);
    Dialling dialling(world.server->url(), world.keys[AOnA]);
    QTRY_VERIFY_WITH_TIMEOUT(dialling.worker.isAttached(), 5000);

    Entity resident = agentCalled(u"one"_s);
    resident.isResident = true;
    QVERIFY_RESULT(outcomeOf(world.plane->saveEntity({.entity = resident})));
    QVERIFY_RESULT(outcomeOf(world.plane->assign({.entity = resident.ref, .node = NodeId(u"node-a"_s)})));
    QTRY_COMPARE_WITH_TIMEOUT(dialling.handler.kept.size(), 1, 5000);
    dialling.handler.told = {Agent{}};

    const Result<TokenFacts> credential = world.plane->callerOf(world.keys[AOnA]);
    QVERIFY_RESULT(credential);
    QVERIFY_RESULT(outcomeOf(world.plane->revokeToken(credential->id)));

    QTRY_COMPARE_WITH_TIMEOUT(dialling.lost.size(), 1, 5000);
    QTRY_COMPARE_WITH_TIMEOUT(dialling.asked, 2, 5000); // And then not for half a minute: a person must act.
    QVERIFY(!dialling.worker.isAttached());
    QVERIFY(dialling.handler.kept.isEmpty()); // Its work is given to others, and must not run twice.
}

void tst_MeshDialer::anOlderControlPlaneIsAskedRarely()
{
    int requests = 0;
    Router router; // Has no such route.
    router.setAuthoriser([&requests](const HttpRequest &) {
        ++requests;
        return Result<Caller>(Caller{u"any"_s, Access::Worker});
    });
    const SystemClock clock;
    HttpServer server(router, clock, {});
    QVERIFY_RESULT(server.open());
    HttpServer gone(router, clock, {});
    QVERIFY_RESULT(gone.open());
    const QUrl nobody(gone.url());
    gone.close();

    Dialling older(QUrl(server.url()), "0123456789abcdef");
    QTRY_COMPARE_WITH_TIMEOUT(requests, 1, 5000);
    Dialling unreachable(nobody, "0123456789abcdef");

    QTRY_VERIFY_WITH_TIMEOUT(unreachable.asked >= 4, 20'000);
    QCOMPARE(older.asked, 1);
}

QTEST_GUILESS_MAIN(tst_MeshDialer)
#include "tst_MeshDialer.moc"
