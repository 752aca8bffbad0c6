// SPDX-License-Identifier: Apache-2.0
// Entities, pins and jobs in bodies and queries: what is written is read back, nonsense is blamed by its field.
#include "core/dialects/native/NativeWork.h"

#include "core/base/Limits.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>
#include <QUrlQuery>

using namespace Qt::StringLiterals;

namespace muster {

namespace {

EntityRef hello()
{
    return *EntityRef::parse(u"agent/acme:hello"_s, {});
}

//! The request whose query is \a text, "?a=b", as a server reads it.
HttpRequest requestWith(const QString &text, const QByteArray &body = {})
{
    HttpRequest request;
    const auto items = QUrlQuery(text.mid(1)).queryItems(QUrl::FullyDecoded);
    for (const auto &[name, value] : items)
        request.query.append({name, value});
    request.body = body;
    return request;
}

QByteArray bytesOf(const QJsonObject &json)
{
    return QJsonDocument(json).toJson(QJsonDocument::Compact);
}

QJsonObject agentBody()
{
    return {{u"kind"_s, u"agent"_s}, {u"id"_s, u"hello"_s}, {u"settings"_s, QJsonObject{{u"argv"_s, QJsonArray{u"cat"_s}}}}};
}

} // namespace

class tst_NativeWork : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void entitiesReadBack()
    {
        EntityRequest sent;
        sent.entity.ref = hello();
        sent.entity.title = u"Hello \"you\""_s;
        sent.entity.subtitle = u"says hello"_s;
        sent.entity.needs = {u"gpu"_s, u"docker"_s};
        sent.entity.isResident = true;
        sent.entity.settings = agentBody()[u"settings"].toObject();
        sent.entity.updatedAt = Timestamp{1'800'000'000'123}; // As it was read.
        sent.secrets = {{u"TOKEN"_s, Secret("line 1\nline 2 ü")}, {u"EMPTY"_s, Secret("")}};
        sent.keptSecrets = {u"OLD"_s};
        sent.mustBeNew = false;
        sent.note = u"by hand"_s;

        const Result<EntityRequest> read = NativeWork::readEntity(bytesOf(NativeWork::write(sent)));

        QVERIFY2(read, read ? "" : qPrintable(read.error().text()));
        QCOMPARE(read->entity, sent.entity);
        QCOMPARE(read->secrets.keys(), sent.secrets.keys());
        QCOMPARE(read->secrets[u"TOKEN"_s].reveal(), "line 1\nline 2 ü"_ba);
        QCOMPARE(read->keptSecrets, sent.keptSecrets);
        QCOMPARE(read->mustBeNew, false);
        QCOMPARE(read->note, sent.note);
    }
    void anEntityMustBeNewUnlessAskedOtherwise()
    {
        QVERIFY(NativeWork::readEntity(bytesOf(agentBody()))->mustBeNew);
        // What was read may be sent back: names of secrets and the time of its birth are not the caller's to say.
        QJsonObject readBefore = agentBody();
        readBefore.insert(u"secrets"_s, QJsonArray{u"TOKEN"_s});
        readBefore.insert(u"createdAt"_s, u"2026-11-21T09:30:00.000Z"_s);
        const Result<EntityRequest> read = NativeWork::readEntity(bytesOf(readBefore));
        QVERIFY(read && read->entity.secrets.isEmpty() && read->entity.createdAt == Timestamp{});
    }
    void wrongEntitiesAreBlamed_data()
    {
        QTest::addColumn<QString>("field");
        QTest::addColumn<QJsonValue>("value");
        QTest::addColumn<QString>("blamed");
        QTest::newRow("kind") << u"kind"_s << QJsonValue(u"goblin"_s) << u"kind"_s;
        QTest::newRow("id") << u"id"_s << QJsonValue(u"a/b"_s) << u"id"_s;
        QTest::newRow("no id") << u"id"_s << QJsonValue() << u"id"_s;
        QTest::newRow("tenant") << u"tenant"_s << QJsonValue(u":"_s) << u"tenant"_s;
        QTest::newRow("title") << u"title"_s << QJsonValue(QString(81, u'x')) << u"title"_s;
        QTest::newRow("needs") << u"needs"_s << QJsonValue(u"gpu"_s) << u"needs"_s;
        QTest::newRow("resident") << u"resident"_s << QJsonValue(1) << u"resident"_s;
        QTest::newRow("settings") << u"settings"_s << QJsonValue(QJsonObject()) << u"settings.argv"_s;
        QTest::newRow("secret is a number") << u"secretValues"_s << QJsonValue(QJsonObject{{u"A"_s, 1}}) << u"secretValues"_s;
        QTest::newRow("secret of a wrong name") << u"secretValues"_s << QJsonValue(QJsonObject{{u"A-B"_s, u"x"_s}}) << u"secretValues"_s;
        QTest::newRow("secret too long") << u"secretValues"_s << QJsonValue(QJsonObject{{u"A"_s, QString(limits::kEntitySecretBytes + 1, u'x')}})
                                         << u"secretValues"_s;
        QJsonObject many;
        for (int i = 0; i <= limits::kEntitySecrets; ++i)
            many.insert(u"S%1"_s.arg(i), u"x"_s);
        QTest::newRow("too many secrets") << u"secretValues"_s << QJsonValue(many) << u"secretValues"_s;
        QTest::newRow("kept") << u"keptSecrets"_s << QJsonValue(u"A"_s) << u"keptSecrets"_s;
        QTest::newRow("replace") << u"replace"_s << QJsonValue(u"yes"_s) << u"replace"_s;
        QTest::newRow("note") << u"note"_s << QJsonValue(u"two\nlines"_s) << u"note"_s;
    }
    void wrongEntitiesAreBlamed()
    {
        QFETCH(QString, field);
        QFETCH(QJsonValue, value);
        QFETCH(QString, blamed);
        QJsonObject body = agentBody();
        body.insert(field, value);

        const Result<EntityRequest> read = NativeWork::readEntity(bytesOf(body));

        QVERIFY(!read);
        QCOMPARE(read.error().kind, ErrorKind::Invalid);
        QCOMPARE(read.error().field, blamed);
        QVERIFY(!read.error().text().contains(u"xxxxxxxx"_s)); // No secret in a message.
    }
    void pinsReadBack()
    {
        for (const std::optional<quint64> &version : {std::optional<quint64>(), std::optional<quint64>(0), std::optional<quint64>(12)}) {
            const AssignmentRequest sent{hello(), NodeId(u"pi-lab"_s), AssignmentMode::Preferred, version, u"why not"_s};
            const Result<AssignmentRequest> read = NativeWork::readAssignment(hello(), bytesOf(NativeWork::write(sent)));
            QVERIFY(read);
            QCOMPARE(read->entity, sent.entity);
            QCOMPARE(read->node, sent.node);
            QCOMPARE(read->mode, sent.mode);
            QCOMPARE(read->version, sent.version);
            QCOMPARE(read->note, sent.note);
            // Clearing has no body: the same in a query.
            const HttpRequest query = requestWith(NativeWork::queryOf(version, u"a & b = 100 % + ü"_s));
            QCOMPARE(NativeWork::readNote(query).value(), u"a & b = 100 % + ü"_s);
            QCOMPARE(query.queryText("version"_L1), version ? QString::number(*version) : QString());
        }
        QVERIFY(NativeWork::queryOf(std::nullopt, {}).isEmpty());
        QCOMPARE(NativeWork::readAssignment(hello(), R"({"node":"pi-lab"})")->mode, AssignmentMode::Strict); // interface.md
    }
    void wrongPinsAreBlamed()
    {
        const auto blamed = [](const QByteArray &body) {
            const Result<AssignmentRequest> read = NativeWork::readAssignment(hello(), body);
            return read ? u"nothing"_s : read.error().field;
        };
        QCOMPARE(blamed("{}"), u"node"_s);
        QCOMPARE(blamed(R"({"node":""})"), u"node"_s);
        QCOMPARE(blamed(R"({"node":7})"), u"node"_s);
        QCOMPARE(blamed(R"({"node":"pi-lab","mode":"hard"})"), u"mode"_s);
        QCOMPARE(blamed(R"({"node":"pi-lab","version":-1})"), u"version"_s);
        QCOMPARE(blamed(R"({"node":"pi-lab","version":"1"})"), u"version"_s);
        QCOMPARE(NativeWork::readNote(requestWith(u"?note="_s + QString(257, u'x'))).error().field, u"note"_s);
        QCOMPARE(NativeWork::readNote(requestWith(u"?note=a%0Ab"_s)).error().field, u"note"_s);
    }
    void jobsReadBackByteForByte()
    {
        JobRequest sent;
        sent.entity = hello();
        sent.payload = "{ \"x\" : 1.00,\n\"big\":12345678901234567890 }";
        sent.attempts = 7;
        sent.backoff = milliseconds(250);
        sent.delay = milliseconds(60'000);
        sent.priority = -9;
        sent.dedupeKey = u"a+b & c=d 100 % ü"_s;
        sent.attemptTimeout = milliseconds(5000);

        const Result<JobRequest> read = NativeWork::readJob(hello(), requestWith(NativeWork::queryOf(sent), sent.payload));

        QVERIFY2(read, read ? "" : qPrintable(read.error().text()));
        QCOMPARE(read->entity, sent.entity);
        QCOMPARE(read->payload, sent.payload);
        QCOMPARE(read->attempts, sent.attempts);
        QCOMPARE(read->backoff, sent.backoff);
        QCOMPARE(read->delay, sent.delay);
        QCOMPARE(read->priority, sent.priority);
        QCOMPARE(read->dedupeKey, sent.dedupeKey);
        QCOMPARE(read->attemptTimeout, sent.attemptTimeout);
    }
    void aJobWithoutAnythingHasTheDefaults()
    {
        const Result<JobRequest> read = NativeWork::readJob(hello(), HttpRequest());
        QVERIFY(read);
        QVERIFY(read->payload.isEmpty());
        QVERIFY(!read->attempts); // The control plane says how many.
        QVERIFY(!read->backoff);
    }
    void wrongJobsAreBlamed_data()
    {
        QTest::addColumn<QString>("query");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("blamed");
        QTest::newRow("no json") << QString() << QByteArray("{x") << u"data"_s;
        QTest::newRow("two values") << QString() << QByteArray("1 2") << u"data"_s;
        QTest::newRow("a way out") << QString() << QByteArray("1],[2") << u"data"_s;
        QTest::newRow("attempts") << u"?attempts=0"_s << QByteArray() << u"attempts"_s;
        QTest::newRow("many attempts") << u"?attempts=101"_s << QByteArray() << u"attempts"_s;
        QTest::newRow("no number") << u"?attempts=two"_s << QByteArray() << u"attempts"_s;
        QTest::newRow("backoff") << u"?backoffMs=3600001"_s << QByteArray() << u"backoffMs"_s;
        QTest::newRow("delay") << u"?delayMs=-1"_s << QByteArray() << u"delayMs"_s;
        QTest::newRow("priority") << u"?priority=1000001"_s << QByteArray() << u"priority"_s;
        QTest::newRow("dedupe") << u"?dedupe="_s + QString(257, u'x') << QByteArray() << u"dedupe"_s;
        QTest::newRow("timeout") << u"?attemptTimeoutMs=9e9"_s << QByteArray() << u"attemptTimeoutMs"_s;
    }
    void wrongJobsAreBlamed()
    {
        QFETCH(QString, query);
        QFETCH(QByteArray, body);
        QFETCH(QString, blamed);
        const Result<JobRequest> read = NativeWork::readJob(hello(), requestWith(query, body));
        QVERIFY(!read);
        QCOMPARE(read.error().kind, ErrorKind::Invalid);
        QCOMPARE(read.error().field, blamed);
    }
    void bulksReadBack()
    {
        JobRequest one;
        one.entity = hello();
        one.payload = R"({"x":[1,null]})";
        one.dedupeKey = u"k"_s;
        JobRequest other;
        other.entity = *EntityRef::parse(u"browser/b1"_s, {});
        other.payload = R"({ "b": 12345678901234567890, "a": 1.10 })"; // Byte for byte.

        const Result<QByteArray> body = NativeWork::write({one, other, JobRequest{hello(), {}}});
        QVERIFY(body);
        const Result<QList<JobRequest>> read = NativeWork::readJobs(*body);

        QVERIFY2(read, read ? "" : qPrintable(read.error().text()));
        QCOMPARE(read->size(), 3);
        QVERIFY(read->at(2).payload.isEmpty());
        QCOMPARE(read->at(0).payload, one.payload);
        QCOMPARE(read->at(0).dedupeKey, one.dedupeKey);
        QCOMPARE(read->at(1).entity, other.entity);
        QCOMPARE(read->at(1).payload, other.payload);
    }
    void aBulkWithOneWrongJobIsNone()
    {
        const auto blamed = [](const QByteArray &body) {
            const Result<QList<JobRequest>> read = NativeWork::readJobs(body);
            return read ? u"nothing"_s : read.error().field;
        };
        QCOMPARE(blamed("{}"), u"jobs"_s);
        QCOMPARE(blamed(R"({"jobs":[]})"), u"jobs"_s);
        QCOMPARE(blamed(R"({"jobs":[{"entity":"agent/hello"},7]})"), u"jobs[1]"_s);
        QCOMPARE(blamed(R"({"jobs":[{"entity":"agent/hello"},{"entity":"agent/hello","attempts":0}]})"), u"jobs[1].attempts"_s);
        QCOMPARE(blamed("{\"jobs\":[" + "{},"_ba.repeated(limits::kJobBulk) + "{}]}"), u"jobs"_s);
        // A payload that is no JSON would be null on the way.
        QCOMPARE(NativeWork::write({{hello(), "1"}, {hello(), "{x"}}).error().field, u"jobs[1].data"_s);
    }
    void queriesReadBack()
    {
        JobQuery sent;
        sent.state = JobState::Failed;
        sent.queue = u"agent"_s;
        sent.entity = hello();
        sent.node = NodeId(u"pi-lab"_s);
        sent.search = u"exit & 3 % ü"_s;
        sent.after = JobId(u"j-12"_s);
        sent.most = 7;

        const Result<JobQuery> read = NativeWork::readQuery(requestWith(NativeWork::queryOf(sent)));

        QVERIFY2(read, read ? "" : qPrintable(read.error().text()));
        QCOMPARE(read->state, sent.state);
        QCOMPARE(read->queue, sent.queue);
        QCOMPARE(read->entity, sent.entity);
        QCOMPARE(read->node, sent.node);
        QCOMPARE(read->search, sent.search);
        QCOMPARE(read->after, sent.after);
        QCOMPARE(read->most, sent.most);
        QCOMPARE(NativeWork::readQuery(HttpRequest())->most, JobQuery().most);
    }
    void wrongQueriesAreBlamed()
    {
        const auto blamed = [](const QString &query) {
            const Result<JobQuery> read = NativeWork::readQuery(requestWith(query));
            return read ? u"nothing"_s : read.error().field;
        };
        QCOMPARE(blamed(u"?state=done"_s), u"state"_s);
        QCOMPARE(blamed(u"?entity=hello"_s), u"entity"_s);
        QCOMPARE(blamed(u"?node=a/b"_s), u"node"_s);
        QCOMPARE(blamed(u"?after=-"_s), u"after"_s);
        QCOMPARE(blamed(u"?most=0"_s), u"most"_s);
        QCOMPARE(blamed(u"?most=1001"_s), u"most"_s);
        QCOMPARE(blamed(u"?queue="_s + QString(65, u'x')), u"queue"_s);
        QCOMPARE(blamed(u"?search="_s + QString(257, u'x')), u"search"_s);
    }
};

} // namespace muster

QTEST_GUILESS_MAIN(muster::tst_NativeWork)
#include "tst_NativeWork.moc"
