// SPDX-License-Identifier: Apache-2.0
// H-5: calls drawn at random from resources/openapi.yaml, by every sort of caller, against the real musterd: nothing ends in
// 500, every answer has the form that is described, nobody does what he may not. Three thousand, or 100,000 with
// MUSTER_SECURITY_LONG=1; MUSTER_SECURITY_SEED chooses others. In a network of its own: targets of reach tests lead nowhere.
#include "tests/chaos/LossyNetwork.h"
#include "tests/integration/TwoHosts.h"
#include "tests/security/DoorBench.h"
#include "tests/security/JsonSchema.h"
#include "tests/security/YamlText.h"

#include <QTest>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <random>

using namespace muster;
using namespace Qt::StringLiterals;

namespace {

//! One operation of the description.
struct Operation {
    QByteArray method;
    QByteArray path;
    QString access;
    QJsonObject responses;
    QJsonObject body; //!< Schema; empty without one.
};

//! Somebody who calls.
struct Knocker {
    const char *name = "";
    QByteArray key = {};
    QStringList opens = {};  //!< The values of x-access that he may use.
    QString node = {};       //!< Set: the key speaks for that node alone.
};

QJsonArray wrongValues()
{
    return {QJsonValue(), true, -1, 0, 1.5, 1e300, 9007199254740993.0, QString(), u"x"_s, u"a\nb"_s, u"../x"_s, u"12"_s, u"\u202e"_s,
            QString(3000, u'x'), QJsonArray(), QJsonArray{1, QJsonValue(), u"x"_s}, QJsonObject(), QJsonObject{{u"id"_s, 1}},
            u"worker"_s, u"access"_s, u"admin"_s, u"127.0.0.1"_s, u"169.254.169.254"_s, 60'000, 1};
}

} // namespace

class tst_RouteStorm final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        const QString problem = raiseLoopback();
        QVERIFY2(problem.isEmpty(), qPrintable(problem));
        readDescription();
        QVERIFY2(m_operations.size() >= 19, qPrintable(QString::number(m_operations.size())));
        m_bench = std::make_unique<DoorBench>(QStringList{u"NODE_HEARTBEAT_MS=1000"_s, u"LOG_LEVEL=error"_s});
        makeKnockers();
    }
    void everythingIsAsDescribed()
    {
        const int seed = qEnvironmentVariableIntValue("MUSTER_SECURITY_SEED");
        m_random.seed(quint32(seed > 0 ? seed : 20261121));
        const int calls = qEnvironmentVariableIsSet("MUSTER_SECURITY_LONG") ? 100'000 : 3000;

        for (int call = 0; call < calls; ++call) {
            const Operation &operation = m_operations[below(int(m_operations.size()))];
            const Knocker &knocker = m_knockers[below(int(m_knockers.size()))];
            const QString fault = faultOf(operation, knocker);
            QVERIFY2(fault.isEmpty(), qPrintable(u"call %1, %2 as %3: %4"_s.arg(call).arg(QString::fromLatin1(m_line), QLatin1StringView(knocker.name), fault)));
            if (call % 50 == 0)
                QCoreApplication::processEvents(); // Takes the server's log: a full pipe would hold it.
        }

        QStringList counts;
        for (auto it = m_counts.cbegin(); it != m_counts.cend(); ++it)
            counts.append(u"%1 x %2"_s.arg(it.value()).arg(it.key()));
        qInfo("%d calls, %d answers held against their schema: %s", calls, m_held, qPrintable(counts.join(u", "_s)));
        QVERIFY(m_counts[200] + m_counts[201] > calls / 20 && m_counts[400] > calls / 50 && m_counts[403] > calls / 20);
        QCOMPARE(SourcedPeer::statusOf(SourcedPeer(m_bench->port()).ask(m_bench->request("GET", "/api/v1/health", {}))), 200);
    }

private:
    void readDescription()
    {
        const QByteArray text = DoorBench::fileText(QStringLiteral(MUSTER_SOURCE_DIR "/resources/openapi.yaml"));
        m_document = YamlText(QString::fromUtf8(text)).value().toObject();
        const QJsonObject paths = m_document[u"paths"].toObject();
        for (auto path = paths.begin(); path != paths.end(); ++path) {
            const QJsonObject methods = path.value().toObject();
            for (auto method = methods.begin(); method != methods.end(); ++method) {
                const QJsonObject one = method.value().toObject();
                const QJsonObject content = one[u"requestBody"][u"content"][u"application/json"].toObject();
                m_operations.append({method.key().toUpper().toLatin1(), path.key().toLatin1(), one[u"x-access"].toString(),
                                     one[u"responses"].toObject(), content[u"schema"].toObject()});
            }
        }
    }
    void makeKnockers()
    {
        SourcedPeer peer(m_bench->port());
        const auto made = [&](const QByteArray &body) { return m_bench->made(&peer, body); };
        const MadeToken expired = made(R"({"kind":"access","tier":"admin"})");
        m_bench->expire({expired.id});
        SourcedPeer again(m_bench->port());
        // Moc does not read a quote behind a raw text.
        const auto access = [&](const QByteArray &tier) { return m_bench->made(&again, R"({"kind":"access","tier":)" + tier + '}'); };
        const MadeToken revoked = access(R"("admin")");
        const MadeToken used = m_bench->made(&again, R"({"kind":"join"})");
        const MadeToken join = m_bench->made(&again, R"({"kind":"join","uses":1000})");
        m_spareToken = access(R"("viewer")").id;
        (void)again.ask(m_bench->request("DELETE", "/api/v1/tokens/" + revoked.id, m_bench->admin()));
        const QByteArray grant = again.ask(m_bench->joinRequest(used.token, "node-a"));
        const QByteArray credential
            = QJsonDocument::fromJson(SourcedPeer::bodyOf(grant)).object()["token"_L1].toString().toLatin1();
        QVERIFY2(!credential.isEmpty(), grant.constData());
        const QStringList reads{u"public"_s, u"viewer"_s};
        const QStringList all{u"public"_s, u"viewer"_s, u"operator"_s, u"admin"_s, u"worker"_s};
        const QStringList none{u"public"_s};
        m_knockers = {{"nobody", {}, none, {}},
                      {"garbage", "0123456789abcdef." + QByteArray(43, 'x'), none, {}},
                      {"a viewer", access(R"("viewer")").token, reads, {}},
                      {"an operator", access(R"("operator")").token, reads + QStringList{u"operator"_s}, {}},
                      {"an admin", access(R"("admin")").token, all, {}},
                      {"admin.token", m_bench->admin(), all, {}},
                      {"join.token", m_bench->join(), {u"public"_s, u"worker"_s}, {}},
                      {"a join token", join.token, {u"public"_s, u"join"_s}, {}},
                      {"node-a", credential, {u"public"_s, u"worker"_s}, u"node-a"_s},
                      {"an expired admin", expired.token, none, {}},
                      {"a revoked admin", revoked.token, none, {}},
                      {"a used join token", used.token, none, {}}};
    }

    int below(int bound) { return int(m_random() % quint32(bound)); }

    //! A request drawn from \a operation, as \a knocker. What has a form that no client would send is m_isWild.
    QByteArray drawn(const Operation &operation, const Knocker &knocker)
    {
        static const QByteArrayList wildIds{"..", "%2e%2e", "%00", "%ff", "x", QByteArray(300, 'y'), "a%2Fb", "-x", "a%0d%0ab"};
        const bool mayIt = knocker.opens.contains(operation.access);
        const bool isAboutTokens = operation.path.contains("/tokens/");
        m_isWild = below(10) == 0;
        m_id = isAboutTokens ? (below(20) == 0 ? m_spareToken : QByteArray("0a1b2c3d4e5f6071")) : "fuzz-" + QByteArray::number(below(4));
        // Whom the node's credential speaks for must stay, and a ping of who is silent takes seconds.
        const bool isSlow = operation.path.endsWith("/ping") || operation.path.endsWith("/restart");
        if (mayIt && isSlow)
            m_id = "nobody-" + QByteArray::number(below(4));
        else if (!isAboutTokens && below(3) == 0 && !(mayIt && operation.method == "DELETE"))
            m_id = "node-a";
        QByteArray path = operation.path;
        path.replace("{kind}", "agent").replace("{name}", m_isWild ? "%ff" : "agent");
        path.replace("{after}", m_isWild ? "nonsense" : "0123456789abcdef-1");
        path.replace("{id}", m_isWild ? wildIds[below(int(wildIds.size()))] : m_id);
        if (m_isWild)
            path += QByteArrayList{"", "?", "?a=b&a=b", "?" + QByteArray("a=b&").repeated(100), "?%zz", "/", "//", "/more"}[below(8)];
        const QByteArray method = m_isWild && below(4) == 0 ? QByteArrayList{"PUT", "PATCH", "OPTIONS", "TRACE"}[below(4)] : operation.method;
        m_line = method + ' ' + path;
        return m_bench->request(method, path, knocker.key, bodyOf(operation));
    }
    QByteArray bodyOf(const Operation &operation)
    {
        if (operation.body.isEmpty())
            return below(20) == 0 ? QByteArray(below(40), '{') : QByteArray();
        const QJsonObject known{{u"id"_s, QString::fromLatin1(m_id)}, {u"role"_s, u"worker"_s}, {u"instance"_s, u"instance-of-"_s + QString::fromLatin1(m_id)},
                                {u"sequence"_s, below(1000)}, {u"kind"_s, below(2) == 0 ? u"access"_s : u"join"_s}, {u"tier"_s, u"viewer"_s},
                                {u"host"_s, u"127.0.0.1"_s}, {u"port"_s, 1}};
        const QStringList names = namesOf(operation.body);
        if (names.isEmpty()) // A payload: any JSON.
            return QByteArrayList{"", "1", R"({"token":"x"})", "[1,2", "{{{", "\xff"}[below(6)];
        QJsonObject body;
        for (const QString &name : names) {
            if (known.contains(name))
                body.insert(name, known[name]);
        }
        const QJsonArray values = wrongValues();
        for (int changes = below(3); changes > 0; --changes)
            body.insert(names[below(int(names.size()))], values[below(int(values.size()))]);
        if (names.contains(u"settings"_s) && below(2) == 0) { // Something to give work to.
            body.insert(u"kind"_s, below(4) == 0 ? u"agent"_s : u"browser"_s);
            body.insert(u"settings"_s, QJsonObject{{u"argv"_s, QJsonArray{u"true"_s}}});
            body.insert(u"replace"_s, true);
        }
        QByteArray text = QJsonDocument(body).toJson(QJsonDocument::Compact);
        for (int changes = below(4) == 0 ? 1 + below(4) : 0; changes > 0; --changes)
            text[below(int(text.size()))] = char(below(256));
        return text;
    }
    //! All properties of a schema, those of its parts too.
    QStringList namesOf(const QJsonObject &given) const
    {
        const QJsonObject schema = JsonSchema(m_document).resolved(given);
        QStringList names = schema[u"properties"].toObject().keys();
        const QJsonArray parts = schema[u"allOf"].toArray();
        for (const QJsonValue &part : parts)
            names += namesOf(part.toObject());
        return names;
    }

    //! What is wrong with the answer to one call; empty when nothing is.
    QString faultOf(const Operation &operation, const Knocker &knocker)
    {
        const QByteArray bytes = drawn(operation, knocker);
        const bool isStream = operation.path.endsWith("/events");
        if (!m_peer || !m_peer->isOpen() || isStream)
            m_peer = std::make_unique<SourcedPeer>(m_bench->port(), quint32(1 + below(1'000'000)));
        const QByteArray reply = m_peer->ask(bytes);
        const QByteArray head = reply.left(reply.indexOf("\r\n\r\n")).toLower();
        if (isStream || head.contains("connection: close"))
            m_peer.reset();
        const int status = SourcedPeer::statusOf(reply);
        ++m_counts[status];
        if (status < 200 || status == 500)
            return u"answered %1 %2"_s.arg(status).arg(QString::fromUtf8(reply.left(300)));
        if (status < 300 && !m_isWild) {
            if (!knocker.opens.contains(operation.access))
                return u"let in: "_s + QString::fromUtf8(reply.left(300));
            const bool speaksForOther = !knocker.node.isEmpty() && operation.access == u"worker" && !isOf(knocker, bytes, operation);
            if (speaksForOther)
                return u"let in for another node: "_s + QString::fromUtf8(reply.left(300));
        }
        if (status < 300 && m_isWild && knocker.opens.size() == 1 && operation.access != u"public")
            return u"let in: "_s + QString::fromUtf8(reply.left(300));
        if (!m_isWild && !operation.responses.contains(QString::number(status)))
            return u"%1 is not described: %2"_s.arg(status).arg(QString::fromUtf8(reply.left(300)));
        return faultInBody(operation, status, head, SourcedPeer::bodyOf(reply));
    }
    //! Whether the request \a bytes is about the node of \a knocker.
    static bool isOf(const Knocker &knocker, const QByteArray &bytes, const Operation &operation)
    {
        if (operation.path.contains("{id}"))
            return bytes.contains("/nodes/" + knocker.node.toLatin1() + '/');
        const QJsonObject body = QJsonDocument::fromJson(SourcedPeer::bodyOf(bytes)).object();
        return operation.path.endsWith("/credential") || body["id"_L1].toString() == knocker.node;
    }
    QString faultInBody(const Operation &operation, int status, const QByteArray &head, const QByteArray &body)
    {
        if (status < 300 && (operation.path.endsWith("/events") || operation.path.endsWith("/backup")))
            return {};
        if (!head.contains("content-type: application/json"))
            return u"is no JSON: "_s + QString::fromUtf8(head);
        const QJsonDocument json = QJsonDocument::fromJson(body);
        const QJsonValue value = json.isArray() ? QJsonValue(json.array()) : QJsonValue(json.object());
        const JsonSchema schemas(m_document);
        const QString code = QString::number(status);
        const QJsonObject response = schemas.resolved(operation.responses[code].toObject());
        QJsonObject schema = response[u"content"][u"application/json"][u"schema"].toObject();
        if (schema.isEmpty() && status >= 400) // A wild request, refused below the routes.
            schema = QJsonObject{{u"$ref"_s, u"#/components/schemas/Error"_s}};
        if (schema.isEmpty())
            return u"%1 has no schema"_s.arg(status);
        ++m_held;
        const QString fault = schemas.faultIn(value, schema);
        return fault.isEmpty() ? QString() : u"%1 %2: %3"_s.arg(status).arg(fault, QString::fromUtf8(body.left(300)));
    }

    QJsonObject m_document;
    QList<Operation> m_operations;
    QList<Knocker> m_knockers;
    std::unique_ptr<DoorBench> m_bench;
    std::unique_ptr<SourcedPeer> m_peer;
    std::mt19937 m_random;
    QByteArray m_spareToken;
    QByteArray m_id;   // Of the request that was drawn,
    QByteArray m_line; // and what it asks for.
    bool m_isWild = false;
    QMap<int, int> m_counts; // Answers by status.
    int m_held = 0;
};

int main(int argc, char **argv)
{
    if (!enterOwnNetwork()) {
        std::fprintf(stderr, "this test needs network namespaces: %s\n", std::strerror(errno));
        return 1;
    }
    const QCoreApplication app(argc, argv);
    tst_RouteStorm test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_RouteStorm.moc"
