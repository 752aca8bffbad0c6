// SPDX-License-Identifier: Apache-2.0
// Holds resources/openapi.yaml against the routes: none missing, none too many, the same access and body limit.
#include "core/dialects/native/NativeRoutes.h"
#include "core/wire/Router.h"
#include "tests/dialects/native/ScriptedCluster.h"

#include <QFile>
#include <QMap>
#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;

namespace muster {

namespace {

QString wordOf(Access access)
{
    switch (access) {
    case Access::Public:
        return u"public"_s;
    case Access::Join:
        return u"join"_s;
    case Access::Worker:
        return u"worker"_s;
    case Access::Viewer:
        return u"viewer"_s;
    case Access::Operator:
        return u"operator"_s;
    case Access::Admin:
        return u"admin"_s;
    }
    Q_UNREACHABLE();
}

//! What the description says of one operation: the fields directly below it.
using Operation = QMap<QString, QString>;

//! The operations by "METHOD /path". Reads the shape that our file has, by its indentation, and nothing else of YAML.
QMap<QString, Operation> describedIn(const QString &text)
{
    static const QRegularExpression path(u"^  (/\\S*):$"_s);
    static const QRegularExpression method(u"^    (get|put|post|delete|patch|head|options):$"_s);
    static const QRegularExpression field(u"^      ([A-Za-z-]+): ?(.*)$"_s);
    QMap<QString, Operation> operations;
    bool inPaths = false;
    QString at;
    QString operation;
    for (const QString &line : text.split(u'\n')) {
        if (!line.startsWith(u' ') && !line.startsWith(u'#') && !line.isEmpty())
            inPaths = line == u"paths:";
        if (!inPaths)
            continue;
        if (const auto found = path.match(line); found.hasMatch()) {
            at = found.captured(1);
        } else if (const auto verb = method.match(line); verb.hasMatch()) {
            operation = verb.captured(1).toUpper() + u' ' + at;
            operations[operation] = {};
        } else if (const auto one = field.match(line); one.hasMatch()) {
            operations[operation].insert(one.captured(1), one.captured(2));
        }
    }
    return operations;
}

} // namespace

class tst_OpenApi : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QFile file(QStringLiteral(MUSTER_SOURCE_DIR "/resources/openapi.yaml"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        m_text = QString::fromUtf8(file.readAll());
        m_described = describedIn(m_text);
        m_routes.mount(m_router, m_cluster);
    }
    void describesEveryRouteAndNoOther()
    {
        QStringList real;
        for (const RouteLine &route : m_router.routes())
            real.append(QString(methodName(route.method)) + u' ' + route.pattern);
        real.sort();
        QVERIFY(real.size() > 8);
        QCOMPARE(m_described.keys(), real);
    }
    void accessAndLimitsAreTheRoutes()
    {
        for (const RouteLine &route : m_router.routes()) {
            const QString name = QString(methodName(route.method)) + u' ' + route.pattern;
            const Operation described = m_described.value(name);
            QVERIFY2(described.value(u"x-access"_s) == wordOf(route.access), qPrintable(name));
            QVERIFY2(described.value(u"x-scope"_s) == (route.scope == Scope::Tenants ? u"tenants"_s : QString()), qPrintable(name));
            QVERIFY2(described.value(u"x-body-bytes"_s) == QString::number(route.bodyBytes), qPrintable(name));
        }
    }
    void everyOperationHasANameAndASentence()
    {
        QSet<QString> names;
        for (const Operation &operation : std::as_const(m_described)) {
            names.insert(operation.value(u"operationId"_s));
            QVERIFY(operation.value(u"summary"_s).endsWith(u'.'));
            QVERIFY(operation.contains(u"responses"_s));
            QCOMPARE(operation.contains(u"security"_s), operation.value(u"x-access"_s) == u"public");
        }
        QCOMPARE(names.size(), m_described.size());
    }
    void everyOperationSaysWhoIsTurnedAwayAtTheDoor()
    {
        const auto count = [this](const QString &name) { return m_text.count(u"#/components/responses/"_s + name + u'"'); };
        qsizetype open = 0;
        for (const Operation &operation : std::as_const(m_described))
            open += operation.value(u"x-access"_s) == u"public" ? 1 : 0;

        QCOMPARE(count(u"WrongHost"_s), m_described.size());
        QCOMPARE(count(u"TooMany"_s), m_described.size() - open); // Where nobody asks for a key, nobody guesses one.
    }
    void everyReferenceHasAnEnd()
    {
        static const QRegularExpression reference(u"#/components/(\\w+)/(\\w+)"_s);
        auto all = reference.globalMatch(m_text);
        QVERIFY(all.hasNext());
        while (all.hasNext()) {
            const QString name = all.next().captured(2);
            QVERIFY2(m_text.contains(u"\n    %1:\n"_s.arg(name)), qPrintable(name));
        }
    }
    void theReaderSeesWhatIsThere()
    {
        const auto seen = describedIn(u"info: x\npaths:\n  /a:\n    get:\n      x-access: viewer\n    post:\n      x-access: worker\n"
                                      "components:\n  /b:\n    get:\n"_s);
        QCOMPARE(seen.keys(), QStringList({u"GET /a"_s, u"POST /a"_s}));
        QCOMPARE(seen[u"POST /a"_s][u"x-access"_s], u"worker"_s);
    }

private:
    ScriptedCluster m_cluster;
    Router m_router;
    NativeRoutes m_routes;
    QString m_text;
    QMap<QString, Operation> m_described;
};

} // namespace muster

QTEST_GUILESS_MAIN(muster::tst_OpenApi)
#include "tst_OpenApi.moc"
