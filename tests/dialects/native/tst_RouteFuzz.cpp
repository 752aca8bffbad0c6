// SPDX-License-Identifier: Apache-2.0
// Bodies that are wrong in every way that resources/openapi.yaml rules out, and noise, against the routes over a real control
// plane: what is ruled out is 400 and names the field, no answer is one that was not described (reliability.md H-5).
#include "tests/dialects/native/ApiDescription.h"
#include "tests/dialects/native/PlaneBench.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

#include <random>

using namespace Qt::StringLiterals;

namespace muster {

namespace {

//! Values of every type; each is wrong somewhere.
QJsonArray values()
{
    return {QJsonValue(),       true,   -1,           0,           1.5,         1e300,       -1e300, 9007199254740993.0,
            QString(),          u"x"_s, u"a\nb"_s,    u"../x"_s,   u"12"_s,     u"\u202e"_s, QString(300'000, u'x'),
            QJsonArray(),       QJsonArray{1}, QJsonArray{QJsonValue()}, QJsonArray{QJsonObject()}, QJsonObject(),
            QJsonObject{{u"id"_s, 1}}};
}

QString typeOf(const QJsonValue &value)
{
    switch (value.type()) {
    case QJsonValue::Bool:
        return u"boolean"_s;
    case QJsonValue::Double:
        return value.toDouble() == std::floor(value.toDouble()) ? u"integer"_s : u"number"_s;
    case QJsonValue::String:
        return u"string"_s;
    case QJsonValue::Array:
        return u"array"_s;
    case QJsonValue::Object:
        return u"object"_s;
    case QJsonValue::Null:
    case QJsonValue::Undefined:
        break;
    }
    return u"null"_s;
}

//! Whether the description rules \a value out. A null counts as not given.
bool isRuledOut(const Property &property, const QJsonValue &value)
{
    const QString type = typeOf(value);
    if (type == u"null")
        return property.isRequired;
    if (!property.types.contains(type) && !(type == u"integer" && property.types.contains(u"number"_s)))
        return true;
    if (value.isDouble())
        return (property.least && value.toDouble() < *property.least) || (property.most && value.toDouble() > *property.most);
    return value.isString() && property.longest && value.toString().size() > *property.longest;
}

//! One kept connection, opened again when it was closed.
class Line
{
public:
    explicit Line(quint16 port) : m_port(port)
    {
        QObject::connect(&m_socket, &QTcpSocket::readyRead, &m_socket, [this] { take(); });
        QObject::connect(&m_socket, &QTcpSocket::connected, &m_socket, [this] { m_socket.write(m_bytes); });
    }
    //! The status and the body; 0 when none came.
    std::pair<int, QByteArray> ask(const QByteArray &bytes)
    {
        m_got.clear();
        m_bytes = bytes;
        m_whole.emplace();
        if (m_socket.state() == QAbstractSocket::ConnectedState)
            m_socket.write(bytes);
        else
            m_socket.connectToHost(QHostAddress::LocalHost, m_port);
        (void)outcomeOf(m_whole->future());
        const int status = m_got.mid(9, 3).toInt();
        if (m_got.contains("Connection: close"))
            m_socket.abort();
        return {status, m_got.mid(m_got.indexOf("\r\n\r\n") + 4)};
    }

private:
    void take()
    {
        m_got += m_socket.readAll();
        const qsizetype end = m_got.indexOf("\r\n\r\n");
        const qsizetype at = m_got.indexOf("Content-Length: ") + 16;
        if (end >= 0 && m_whole && m_got.size() >= end + 4 + m_got.mid(at, m_got.indexOf('\r', at) - at).toLongLong())
            std::exchange(m_whole, std::nullopt)->finish({});
    }

    const quint16 m_port;
    QTcpSocket m_socket;
    QByteArray m_bytes;
    QByteArray m_got;
    std::optional<Pending<void>> m_whole;
};

} // namespace

class tst_RouteFuzz : public QObject
{
    Q_OBJECT

    //! A body of \a schema that is right.
    QJsonObject rightBody(const QString &schema) const
    {
        if (schema == "EntityRequest"_L1)
            return {{u"kind"_s, u"agent"_s}, {u"id"_s, u"fuzz-1"_s}, {u"settings"_s, QJsonObject{{u"argv"_s, QJsonArray{u"cat"_s}}}},
                    {u"replace"_s, true}};
        if (schema == "AssignmentRequest"_L1)
            return {{u"node"_s, u"fuzz-1"_s}};
        if (schema == "JobBulk"_L1)
            return {{u"jobs"_s, QJsonArray{QJsonObject{{u"entity"_s, u"agent/fuzz-1"_s}}}}};
        static const QJsonObject known{{u"id"_s, u"fuzz-1"_s}, {u"role"_s, u"worker"_s}, {u"instance"_s, u"k"_s}, {u"sequence"_s, 1},
                                       {u"kind"_s, u"access"_s}, {u"tier"_s, u"viewer"_s}, {u"host"_s, u"silent.example"_s}};
        QJsonObject body;
        for (const Property &one : m_description->properties(schema)) {
            if (known.contains(one.name))
                body.insert(one.name, known[one.name]);
        }
        return body;
    }
    std::pair<int, QByteArray> ask(const Operation &operation, const QByteArray &body)
    {
        QByteArray path = operation.path;
        path.replace("{kind}", "agent").replace("{id}", "fuzz-1");
        const QByteArray key = operation.path.endsWith("/join") ? m_joinKey : "admin-key";
        return m_line->ask(m_bench.api->request(operation.method, path, key, body));
    }
    //! What is wrong with the answer; empty when nothing is.
    static QString faultIn(const Operation &operation, const std::pair<int, QByteArray> &answer)
    {
        if (!operation.statuses.contains(answer.first))
            return u"%1 is not described: %2"_s.arg(answer.first).arg(QString::fromUtf8(answer.second.left(200)));
        const QJsonObject json = QJsonDocument::fromJson(answer.second).object();
        const bool isError = !json["error"_L1].toString().isEmpty() && !json["code"_L1].toString().isEmpty()
            && (!json.contains("field"_L1) || json["field"_L1].isString());
        return answer.first < 400 || isError ? QString() : u"no error form: "_s + QString::fromUtf8(answer.second.left(200));
    }

private Q_SLOTS:
    void initTestCase()
    {
        QFile file(QStringLiteral(MUSTER_SOURCE_DIR "/resources/openapi.yaml"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        m_description.emplace(QString::fromUtf8(file.readAll()));
        m_operations = m_description->operations();
        QVERIFY(m_bench.isUp);
        TokenRequest request;
        request.kind = TokenKind::Join;
        request.uses = limits::kTokenUsesMost;
        m_joinKey = outcomeOf(m_bench.plane->createToken(request)).value().token.reveal();
        m_line.emplace(m_bench.api->port);
    }
    void theDescriptionIsRead()
    {
        QCOMPARE(m_operations.size(), 9);
        for (const Operation &one : std::as_const(m_operations)) {
            const QList<Property> properties = m_description->properties(one.schema);
            QVERIFY2(!properties.isEmpty() && one.statuses.contains(400), one.path.constData());
            for (const Property &property : properties)
                QVERIFY2(!property.types.isEmpty(), qPrintable(one.schema + u'.' + property.name));
            QVERIFY2(ask(one, QJsonDocument(rightBody(one.schema)).toJson()).first < 300, one.path.constData());
        }
    }
    void whatIsRuledOutIsRefused_data()
    {
        QTest::addColumn<int>("index");
        for (int i = 0; i < int(m_operations.size()); ++i)
            QTest::addRow("%s %s", m_operations[i].method.constData(), m_operations[i].path.constData()) << i;
    }
    void whatIsRuledOutIsRefused()
    {
        QFETCH(int, index);
        const Operation &operation = m_operations[index];
        const QList<Property> properties = m_description->properties(operation.schema);
        for (const Property &property : properties) {
            QJsonArray tried = values();
            if (property.most)
                tried.append(*property.most + 1);
            if (property.longest)
                tried.append(QString(*property.longest + 1, u'x'));
            for (const QJsonValue &value : std::as_const(tried)) {
                QJsonObject body = rightBody(operation.schema);
                body.insert(property.name, value);
                const QByteArray text = QJsonDocument(body).toJson(QJsonDocument::Compact);

                const auto answer = ask(operation, text);

                const QString fault = faultIn(operation, answer);
                QVERIFY2(fault.isEmpty(), qPrintable(property.name + u": "_s + fault));
                if (!isRuledOut(property, value) || answer.first == 413)
                    continue;
                ++m_ruledOut;
                const QString field = QJsonDocument::fromJson(answer.second)["field"_L1].toString();
                QVERIFY2(answer.first == 400 && field.startsWith(property.name),
                         qPrintable(u"%1 %2 -> %3 %4"_s.arg(property.name, QString::fromUtf8(text.left(300))).arg(answer.first).arg(field)));
            }
        }
    }
    void enoughWasRuledOut() { QVERIFY2(m_ruledOut > 1000, qPrintable(QString::number(m_ruledOut))); }
    void noiseIsAnsweredAsDescribed()
    {
        std::mt19937 random(20261121);
        for (int i = 0; i < 1500; ++i) {
            const Operation &operation = m_operations[qsizetype(random() % quint32(m_operations.size()))];
            QByteArray body = QJsonDocument(rightBody(operation.schema)).toJson(QJsonDocument::Compact);
            for (quint32 changes = 1 + random() % 4; changes > 0; --changes)
                body[qsizetype(random() % quint32(body.size()))] = char(random() % 256);

            const QString fault = faultIn(operation, ask(operation, body));

            QVERIFY2(fault.isEmpty(), qPrintable(QString::fromLatin1(operation.path + ' ' + body.toPercentEncoding()) + fault));
        }
        QCOMPARE(m_bench.api->ask("GET", "/api/v1/health", {}).first, 200);
    }

private:
    PlaneBench m_bench;
    QByteArray m_joinKey;
    std::optional<Line> m_line;
    std::optional<ApiDescription> m_description;
    QList<Operation> m_operations;
    int m_ruledOut = 0; // Bodies that the description rules out, so far.
};

} // namespace muster

QTEST_GUILESS_MAIN(muster::tst_RouteFuzz)
#include "tst_RouteFuzz.moc"
