// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/agenticmail/AgenticmailErrors.h"

#include <QTest>

using namespace Qt::StringLiterals;

namespace muster {

class tst_AgenticmailErrors : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void eachRefusalHasAMeaning_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<ErrorKind>("kind");
        QTest::addColumn<QString>("code");
        QTest::newRow("key") << 401 << R"({"error":"Invalid API key"})"_ba << ErrorKind::Refused << u"not-authenticated"_s;
        QTest::newRow("https") << 403 << R"({"error":"x","code":"HTTPS_REQUIRED"})"_ba << ErrorKind::Refused << u"https-required"_s;
        QTest::newRow("ip") << 403 << R"({"error":"x","code":"IP_BLOCKED"})"_ba << ErrorKind::Refused << u"address-refused"_s;
        QTest::newRow("host") << 403 << R"({"error":"x","code":"DNS_REBINDING_BLOCKED"})"_ba << ErrorKind::Refused << u"host-refused"_s;
        QTest::newRow("limit") << 429 << R"({"error":"Too many requests","retryAfter":3})"_ba << ErrorKind::Busy << u"too-many-requests"_s;
        QTest::newRow("no node") << 404 << R"({"error":"Node not found"})"_ba << ErrorKind::NotFound << u"not-found"_s;
        QTest::newRow("no best") << 404 << R"({"error":"No suitable node available"})"_ba << ErrorKind::NotFound << u"no-suitable-node"_s;
        QTest::newRow("page") << 404 << "<html>gone</html>"_ba << ErrorKind::Protocol << u"protocol"_s;
        QTest::newRow("text") << 404 << "404 Not Found"_ba << ErrorKind::Protocol << u"protocol"_s;
        QTest::newRow("crash") << 500 << "Internal Server Error"_ba << ErrorKind::Protocol << u"protocol"_s;
    }
    void eachRefusalHasAMeaning()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        QFETCH(QString, code);
        const Error error = AgenticmailErrors::ofAnswer({.status = status, .contentType = {}, .body = body}, u"host:1"_s);
        QTEST(error.kind, "kind");
        QCOMPARE(error.codeOrDefault(), code);
        QVERIFY(error.what.contains(u"host:1"_s));
    }
    void aLimitIsToldAsTheServerTellsIt()
    {
        HttpAnswer answer{.status = 429, .contentType = {}, .body = R"({"error":"Too many requests"})", .headers = {{"Retry-After", "7"}}};
        const QString told = AgenticmailErrors::ofAnswer(answer, u"host:1"_s).what;
        QVERIFY2(told.contains(u"7 s"_s) && !told.contains(u"300"_s), qPrintable(told)); // How many it allows is its owner's choice.
        answer.headers.clear();
        QVERIFY(!AgenticmailErrors::ofAnswer(answer, u"host:1"_s).what.contains(u"to wait"_s));
    }
    void waitsAsLongAsAsked()
    {
        const auto waitOf = [](const QByteArray &text) {
            return AgenticmailErrors::waitOf({.status = 429, .contentType = {}, .body = {}, .headers = {{"Retry-After", text}}});
        };
        QCOMPARE(waitOf("7"), milliseconds(7000));
        QCOMPARE(waitOf("0"), milliseconds(1000));
        QCOMPARE(waitOf("99999999"), milliseconds(60'000));
        QCOMPARE(waitOf("soon"), limits::kForeignKeepAlive);
    }
};

} // namespace muster

QTEST_GUILESS_MAIN(muster::tst_AgenticmailErrors)
#include "tst_AgenticmailErrors.moc"
