// SPDX-License-Identifier: Apache-2.0
// Every route of every dialect, asked with a token that is bound to one tenant, over sockets: what is of another tenant is not
// there, and what is about the whole cluster is closed (core/decisions/0025). A route that is opened to such tokens without a row
// here fails.

#include "tests/app/TenantWorld.h"

#include "core/cluster/Dialect.h"
#include "core/dialects/native/NativeClient.h"

using namespace muster;
using namespace Qt::StringLiterals;

namespace {

//! How a route that is open to bound tokens parts tenants.
enum class Parts {
    Whole, //!< It shows many things: ours among them, and nothing of theirs.
    One,   //!< It is about one thing: theirs is not there, in the words of one that never was.
    Quiet, //!< The same, where an answer says only that nothing was done.
    Named, //!< It is about one thing, whose tenant is said: theirs is refused.
};

struct Row {
    const char *route;
    const char *path; //!< `@` is the entity, `#` a job of it that waits, `~` one that is over.
    const char *body;
    Parts parts;
};

const Row kOpen[] = {
    {"GET /api/v1/cluster", "/api/v1/cluster", "", Parts::Whole},
    {"GET /api/v1/snapshot", "/api/v1/snapshot", "", Parts::Whole},
    {"GET /api/v1/events", "", "", Parts::Whole}, // Never ends: followed below.
    {"GET /api/v1/events/{after}", "/api/v1/events/^", "", Parts::Whole},
    {"GET /api/v1/nodes", "/api/v1/nodes", "", Parts::Whole},
    {"GET /api/v1/nodes/{id}", "/api/v1/nodes/node-a", "", Parts::Whole},
    {"GET /api/v1/entities", "/api/v1/entities", "", Parts::Whole},
    {"GET /api/v1/assignments", "/api/v1/assignments", "", Parts::Whole},
    {"GET /api/v1/best-nodes", "/api/v1/best-nodes", "", Parts::Whole},
    {"GET /api/v1/jobs", "/api/v1/jobs", "", Parts::Whole},
    {"GET /api/v1/queues", "/api/v1/queues", "", Parts::Whole},
    {"POST /api/v1/entities", "/api/v1/entities", R"({"kind":"agent","tenant":"$","id":"new-one","settings":{"argv":["cat"]}})", Parts::Named},
    {"GET /api/v1/entities/{kind}/{id}", "/api/v1/entities/agent/@", "", Parts::One},
    {"DELETE /api/v1/entities/{kind}/{id}", "/api/v1/entities/agent/@", "", Parts::One},
    {"POST /api/v1/entities/{kind}/{id}/jobs", "/api/v1/entities/agent/@/jobs", "[1]", Parts::One},
    {"PUT /api/v1/assignments/{kind}/{id}", "/api/v1/assignments/agent/@", R"({"node":"node-b"})", Parts::One},
    {"DELETE /api/v1/assignments/{kind}/{id}", "/api/v1/assignments/agent/@", "", Parts::One},
    {"POST /api/v1/jobs", "/api/v1/jobs", R"({"jobs":[{"entity":"agent/acme:mine"},{"entity":"agent/@"}]})", Parts::One},
    {"GET /api/v1/jobs/{id}", "/api/v1/jobs/#", "", Parts::One},
    {"GET /api/v1/logs", "/api/v1/logs?source=agent/@", "", Parts::One},
    {"GET /api/v1/logs/stream", "/api/v1/logs/stream?source=job/#", "", Parts::One},
    {"DELETE /api/v1/jobs/{id}", "/api/v1/jobs/~", "", Parts::One},
    {"POST /api/v1/jobs/{id}/retry", "/api/v1/jobs/~/retry", "", Parts::One},
    {"POST /api/v1/jobs/{id}/cancel", "/api/v1/jobs/#/cancel", "", Parts::One},
    {"GET /api/cluster/overview", "/api/cluster/overview", "", Parts::Whole},
    {"GET /api/cluster/instances", "/api/cluster/instances", "", Parts::Whole},
    {"PUT /api/cluster/assignments/{entityType}/{entityId}", "/api/cluster/assignments/agent/@", R"({"nodeName":"node-b"})", Parts::One},
    {"DELETE /api/cluster/assignments/{entityType}/{entityId}", "/api/cluster/assignments/agent/@", "", Parts::Quiet},
};

//! The routes of all dialects, as NodeServer mounts them.
QList<RouteLine> allRoutes()
{
    const QTemporaryDir folder;
    const SystemClock clock;
    const auto stores = openSqliteStores(folder.path());
    if (!stores)
        return {};
    ControlPlane plane(**stores, clock, {u"main"_s, u"0.1.0"_s});
    Router router;
    std::vector<std::unique_ptr<DialectRoutes>> mounted;
    for (const Dialect *dialect : builtInDialects()) {
        if (std::unique_ptr<DialectRoutes> routes = dialect->routes()) {
            routes->mount(router, plane);
            mounted.push_back(std::move(routes));
        }
    }
    return router.routes();
}

QString nameOf(const RouteLine &route)
{
    return QString(methodName(route.method)) + u' ' + route.pattern;
}

Tier tierFor(Access access)
{
    return access == Access::Viewer ? Tier::Viewer : access == Access::Operator ? Tier::Operator : Tier::Admin;
}

} // namespace

class tst_TenantMatrix final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_shared = std::make_unique<TwoTenants>(); }
    void cleanupTestCase() { m_shared.reset(); }

    void everyOpenRouteHasARow()
    {
        QStringList open;
        for (const RouteLine &route : allRoutes()) {
            if (route.scope == Scope::Tenants)
                open.append(nameOf(route));
        }
        QStringList rows;
        for (const Row &row : kOpen)
            rows.append(QString::fromLatin1(row.route));
        open.sort();
        rows.sort();
        QCOMPARE(open, rows);
    }

    void everyOtherRouteIsClosed()
    {
        TwoTenants two;
        QVERIFY(two.isUp);
        const QByteArray before = two.state();
        int closed = 0;
        for (const RouteLine &route : allRoutes()) {
            if (route.scope == Scope::Tenants || route.access == Access::Public)
                continue;
            QString path = route.pattern;
            path.replace(u"{id}"_s, u"node-a"_s).replace(u"{name}"_s, u"agent"_s).replace(u"{entityType}"_s, u"agent"_s)
                .replace(u"{entityId}"_s, u"acme:mine"_s).replace(u"{kind}"_s, u"agent"_s);
            const QLatin1StringView method = methodName(route.method);

            const Result<HttpAnswer> answer = two.ask(Tier::Admin, QByteArray(method.data(), method.size()), path, "{}");

            QVERIFY2(!answer && answer.error().kind == ErrorKind::Refused, qPrintable(nameOf(route)));
            if (route.access != Access::Join && route.access != Access::Worker) // Those keys a person does not have.
                QVERIFY2(answer.error().code == "tenant-bound"_L1, qPrintable(nameOf(route) + answer.error().code));
            ++closed;
        }
        QVERIFY(closed > 30);
        QCOMPARE(two.state(), before);
    }

    void tenantsArePartedOnEveryRoute_data()
    {
        QTest::addColumn<int>("row");
        for (int row = 0; row < int(std::size(kOpen)); ++row) {
            if (kOpen[row].path[0] != '\0')
                QTest::addRow("%s", kOpen[row].route) << row;
        }
    }
    void tenantsArePartedOnEveryRoute()
    {
        QFETCH(int, row);
        const Row &one = kOpen[row];
        const QList<RouteLine> routes = allRoutes();
        const auto line = std::ranges::find_if(routes, [&one](const RouteLine &route) { return nameOf(route) == QLatin1StringView(one.route); });
        QVERIFY(line != routes.end());
        const Tier tier = tierFor(line->access);
        const QByteArray method = QByteArray(one.route).split(' ').first();
        // What only reads shares a world: each takes its time to make.
        std::unique_ptr<TwoTenants> own = method == "GET" ? nullptr : std::make_unique<TwoTenants>();
        TwoTenants &two = own ? *own : *m_shared;
        QVERIFY(two.isUp);
        const QByteArray before = two.state();
        const auto ask = [&](const Things &things) {
            const QByteArray path = filled(one.path, things).replace('^', two.start.toText().toLatin1());
            return two.ask(tier, method, QString::fromLatin1(path), filled(one.body, things));
        };

        const Things nobody{u"others"_s, u"others:nobody"_s, u"j1234"_s, u"j1234"_s};
        if (one.parts != Parts::Whole) {
            const Result<HttpAnswer> theirs = ask(two.theirs);
            QCOMPARE(two.state(), before);
            QCOMPARE(theirs.has_value(), one.parts == Parts::Quiet);
            if (!theirs)
                QCOMPARE(theirs.error().kind, one.parts == Parts::Named ? ErrorKind::Refused : ErrorKind::NotFound);
            // Nobody learns that it is there.
            const Result<HttpAnswer> nobodys = ask(nobody);
            const auto said = [](const Result<HttpAnswer> &answer, const Things &things) {
                QString text = answer ? QString::fromUtf8(answer->body) : answer.error().what;
                return text.replace(things.entity, u"X"_s).replace(things.waiting, u"X"_s).replace(things.over, u"X"_s);
            };
            QCOMPARE(said(theirs, two.theirs), said(nobodys, nobody));
        }
        if (QByteArray(one.route).endsWith("/stream"))
            return; // It would never end.
        const Result<HttpAnswer> mine = ask(two.mine);

        QVERIFY_RESULT(mine);
        QVERIFY2(!mine->body.contains("theirs") && !mine->body.contains("others"), mine->body.constData());
        QVERIFY(!mine->body.contains(two.theirs.waiting.toLatin1()) && !mine->body.contains(two.theirs.over.toLatin1()));
        QVERIFY2(!mine->body.contains("hello"), mine->body.constData()); // Of the tenant of whoever names none.
        if (tier != Tier::Admin)
            QVERIFY2(!mine->body.contains("value-of-mine"), mine->body.constData());
        const bool isOfEntities = one.parts == Parts::Whole && !QByteArray(one.path).startsWith("/api/v1/events")
            && !QByteArrayList{"/api/v1/cluster", "/api/v1/best-nodes", "/api/v1/queues", "/api/cluster/overview"}.contains(one.path);
        QVERIFY(!isOfEntities || mine->body.contains("mine"));
    }

    //! Somebody else's jobs fill the first page; ours are found behind them.
    void pagesOfJobsAreFull()
    {
        TwoTenants two;
        QVERIFY(two.isUp);
        const EntityRef theirs{EntityKind::Agent, TenantId(u"others"_s), EntityId(u"theirs"_s)};
        QVERIFY_RESULT(outcomeOf(two.world.plane->submitAll(QList<JobRequest>(2500, JobRequest{theirs, "1"}))));
        const Actor kim{.name = u"kim"_s, .source = {}, .tenants = {TenantId(u"acme"_s)}};
        const Result<JobPage> first = outcomeOf(two.world.plane->jobs({.most = 1}, kim));
        QVERIFY_RESULT(first);
        QCOMPARE(first->jobs.size(), 1);
        QCOMPARE(first->jobs[0].id.text(), two.mine.over);
        const Result<JobPage> second = outcomeOf(two.world.plane->jobs({.after = first->jobs[0].id, .most = 5}, kim));
        QVERIFY_RESULT(second);
        QCOMPARE(second->jobs.size(), 1);
        QCOMPARE(second->jobs[0].id.text(), two.mine.waiting);
        QVERIFY(!second->hasMore);
        QVERIFY(outcomeOf(two.world.plane->jobs({.entity = theirs}, kim))->jobs.isEmpty());
    }

    //! Whoever follows sees what is theirs, and no gap where something else happened.
    void eventsOfOthersAreWithheldWithoutAGap()
    {
        TwoTenants two;
        QVERIFY(two.isUp);
        NativeClient client({u"native"_s, two.world.server->url()}, {.token = two.tokens.value(Tier::Viewer)}, two.world.clock, 1);
        QList<ClusterEvent> events;
        int resyncs = 0;
        QObject::connect(&client, &Cluster::eventArrived, &client, [&events](const ClusterEvent &event) { events.append(event); });
        QObject::connect(&client, &Cluster::resyncNeeded, &client, [&resyncs] { ++resyncs; });
        client.start();
        QTRY_COMPARE_WITH_TIMEOUT(client.link().state, LinkState::Live, 10'000);
        const Features features = outcomeOf(client.facts()) ? client.features() : Features();
        QVERIFY(features.testFlag(Feature::Jobs) && !features.testAnyFlags(Feature::Cordon | Feature::Remove | Feature::Tokens | Feature::Audit));

        ControlPlane &plane = *two.world.plane;
        for (const Things &things : {two.theirs, two.mine, two.theirs}) {
            const EntityRef ref = *EntityRef::parse(u"agent/"_s + things.entity, {});
            QVERIFY_RESULT(outcomeOf(plane.assign({ref, NodeId(u"node-b"_s)})));
            QVERIFY_RESULT(outcomeOf(plane.submit({ref, "3"})));
            plane.noteRefusal({u"eve"_s, u"DELETE /api/v1/entities/agent/others:theirs"_s, u"10.0.0.9"_s, u"no"_s});
        }
        const quint64 end = outcomeOf(plane.snapshot())->position.number;
        QTRY_VERIFY_WITH_TIMEOUT(!events.isEmpty() && events.constLast().position.number >= end, 10'000);

        QCOMPARE(resyncs, 0);
        for (qsizetype i = 1; i < events.size(); ++i)
            QCOMPARE(events[i].position.number, events[i - 1].position.number + 1);
        int pins = 0;
        int jobs = 0;
        for (const ClusterEvent &event : std::as_const(events)) {
            if (const auto *changed = std::get_if<EntityChanged>(&event.what)) {
                ++pins;
                QCOMPARE(changed->state.entity.ref.tenant.text(), u"acme"_s);
                QVERIFY(!QJsonDocument(changed->state.entity.settings).toJson().contains("value-of"));
            } else if (const auto *job = std::get_if<JobChanged>(&event.what)) {
                ++jobs;
                QCOMPARE(job->entity.tenant.text(), u"acme"_s);
            }
            if (const auto *queue = std::get_if<QueueChanged>(&event.what)) {
                QVERIFY(queue->queue.waiting <= 2 && queue->queue.cancelled == 1); // Their own.
                QVERIFY(queue->changes <= 1);
            }
            QVERIFY(!std::holds_alternative<AccessRefused>(event.what));
        }
        QCOMPARE(pins, 1);
        QCOMPARE(jobs, 1);
        client.stop();
    }

    void aBoundTokenIsKeptAsOne()
    {
        TwoTenants two;
        QVERIFY(two.isUp);
        const Result<QList<TokenFacts>> tokens = outcomeOf(two.world.plane->tokens());
        QVERIFY_RESULT(tokens);
        const auto bound = std::ranges::find(*tokens, u"operator"_s, &TokenFacts::name);
        QVERIFY(bound != tokens->end());
        QCOMPARE(bound->tenants, QList<TenantId>{TenantId(u"acme"_s)});
        // What the store gives back after a restart is bound as well.
        const Result<QList<StoredToken>> kept = outcomeOf(two.world.stores->tokens().all());
        QVERIFY_RESULT(kept);
        QCOMPARE(std::ranges::find(*kept, bound->id, [](const StoredToken &one) { return one.facts.id; })->facts.tenants, bound->tenants);
        TokenRequest join;
        join.kind = TokenKind::Join;
        join.tenants = {TenantId(u"acme"_s)};
        const Result<IssuedToken> refused = outcomeOf(two.world.plane->createToken(join));
        QVERIFY(!refused && refused.error().field == "tenants"_L1);
    }

private:
    std::unique_ptr<TwoTenants> m_shared;
};

QTEST_GUILESS_MAIN(tst_TenantMatrix)
#include "tst_TenantMatrix.moc"
