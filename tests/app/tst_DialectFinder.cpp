// SPDX-License-Identifier: Apache-2.0
#include "app/ctl/DialectFinder.h"

#include "tests/support/Outcome.h"
#include "tests/wire/ScriptedServer.h"

#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

//! Which product answers, by what servers say to questions without a key.
class tst_DialectFinder final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aServerThatGoesByAnotherNameIsTakenForNoProduct()
    {
        const ScriptedServer server(saying("421 Misdirected Request", R"({"error":"the Host is none of ours","code":"wrong-host"})"));

        const auto found = outcomeOf(findDialect({.dialect = {}, .url = server.url()}, this));

        QVERIFY(!found);
        QCOMPARE(found.error().kind, ErrorKind::Refused);
        QCOMPARE(found.error().code, u"wrong-host"_s);
    }

    void nothingOfOursIsSaidSo()
    {
        const ScriptedServer server(saying("404 Not Found", "{}"));

        const auto found = outcomeOf(findDialect({.dialect = {}, .url = server.url()}, this));

        QVERIFY(!found);
        QCOMPARE(found.error().kind, ErrorKind::Protocol);
    }

private:
    static ScriptedServer::Script saying(const QByteArray &status, const QByteArray &body)
    {
        const QByteArray reply = "HTTP/1.1 " + status + "\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: "
            + QByteArray::number(body.size()) + "\r\n\r\n" + body;
        return [reply](int) { return std::pair(reply, ScriptedServer::Then::Close); };
    }
};

QTEST_GUILESS_MAIN(tst_DialectFinder)
#include "tst_DialectFinder.moc"
