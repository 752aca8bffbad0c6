// SPDX-License-Identifier: Apache-2.0
// Errors to statuses and bodies, and back.
#include "core/wire/HttpError.h"

#include <QJsonDocument>
#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

namespace
{

Error error(ErrorKind kind, const QString &code = {}, const QString &field = {})
{
    return {.kind = kind, .where = u"somewhere"_s, .what = u"it broke"_s, .code = code, .field = field};
}

} // namespace

class tst_HttpError : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyKindHasItsStatusAndComesBack_data();
    void everyKindHasItsStatusAndComesBack();
    void bodyNamesErrorCodeAndField();
    void fieldIsAbsentWhenNobodyIsToBlame();
    void emptySentenceBecomesTheCode();
    void unauthorizedAsksForAKey();
    void busySaysWhenToComeBack();
    void statusIsTheFallback_data();
    void statusIsTheFallback();
    void hostileBodiesAreBounded();
};

void tst_HttpError::everyKindHasItsStatusAndComesBack_data()
{
    QTest::addColumn<ErrorKind>("kind");
    QTest::addColumn<QString>("code");
    QTest::addColumn<int>("status");
    using enum ErrorKind;
    const auto row = [](ErrorKind kind, const QString &code, int status) {
        QTest::newRow(qPrintable(code.isEmpty() ? codeOf(kind) : code)) << kind << code << status;
    };
    row(Cancelled, {}, 503);
    row(Timeout, {}, 504);
    row(Unreachable, {}, 502);
    row(Refused, {}, 403);
    row(Refused, u"not-authenticated"_s, 401);
    row(Refused, u"wrong-host"_s, 421);
    row(NotFound, {}, 404);
    row(Conflict, {}, 409);
    row(Invalid, {}, 400);
    row(Invalid, u"too-large"_s, 413);
    row(Invalid, u"uri-too-long"_s, 414);
    row(Invalid, u"unsupported-media"_s, 415);
    row(Invalid, u"expectation-failed"_s, 417);
    row(Invalid, u"headers-too-large"_s, 431);
    row(Unsupported, {}, 501);
    row(Unsupported, u"method-not-allowed"_s, 405);
    row(Timeout, u"request-timeout"_s, 408);
    row(Busy, {}, 503);
    row(Busy, u"too-many-requests"_s, 429);
    row(Protocol, {}, 502);
    row(Storage, {}, 500);
    row(Internal, {}, 500);
}

void tst_HttpError::everyKindHasItsStatusAndComesBack()
{
    QFETCH(ErrorKind, kind);
    QFETCH(QString, code);
    QFETCH(int, status);

    const HttpReply reply = errorReply(error(kind, code, u"a.b"_s));
    const Error back = errorFrom(reply.status, reply.body, u"h:1"_s);

    QCOMPARE(reply.status, status);
    QCOMPARE(back.kind, kind);
    QCOMPARE(back.what, u"it broke"_s);
    QCOMPARE(back.field, u"a.b"_s);
    QCOMPARE(back.codeOrDefault(), code.isEmpty() ? codeOf(kind) : code);
}

void tst_HttpError::bodyNamesErrorCodeAndField()
{
    const HttpReply reply = errorReply(error(ErrorKind::Invalid, {}, u"port"_s));

    QCOMPARE(reply.contentType, "application/json"_ba);
    QCOMPARE(QJsonDocument::fromJson(reply.body).object(),
             (QJsonObject{{u"error"_s, u"it broke"_s}, {u"code"_s, u"invalid"_s}, {u"field"_s, u"port"_s}}));
}

void tst_HttpError::fieldIsAbsentWhenNobodyIsToBlame()
{
    QVERIFY(!errorReply(error(ErrorKind::NotFound)).body.contains("field"));
}

void tst_HttpError::emptySentenceBecomesTheCode()
{
    Error mute = error(ErrorKind::Conflict, u"stale-version"_s);
    mute.what.clear();

    QVERIFY(errorReply(mute).body.contains("\"error\":\"stale-version\""));
}

void tst_HttpError::unauthorizedAsksForAKey()
{
    const HttpReply reply = errorReply(error(ErrorKind::Refused, u"not-authenticated"_s));

    QCOMPARE(reply.headers.value(0).first, "WWW-Authenticate"_ba);
    QVERIFY(errorReply(error(ErrorKind::Refused)).headers.isEmpty());
}

void tst_HttpError::busySaysWhenToComeBack()
{
    QCOMPARE(errorReply(error(ErrorKind::Busy)).headers.value(0), std::pair("Retry-After"_ba, "1"_ba));
    QCOMPARE(errorReply(error(ErrorKind::Busy, httpcode::kTooMany)).headers.value(0), std::pair("Retry-After"_ba, "60"_ba));
}

void tst_HttpError::statusIsTheFallback_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<ErrorKind>("kind");
    using enum ErrorKind;
    QTest::newRow("no body") << 404 << QByteArray() << NotFound;
    QTest::newRow("html") << 502 << "<html>bad gateway</html>"_ba << Unreachable;
    QTest::newRow("401 without code") << 401 << "{}"_ba << Refused;
    QTest::newRow("unknown code") << 409 << "{\"code\":\"stale-version\"}"_ba << Conflict;
    QTest::newRow("code is a number") << 400 << "{\"code\":7}"_ba << Invalid;
    QTest::newRow("array") << 429 << "[]"_ba << Busy;
    QTest::newRow("other 4xx") << 418 << QByteArray() << Invalid;
    QTest::newRow("other 5xx") << 599 << QByteArray() << Internal;
    QTest::newRow("timeout") << 504 << QByteArray() << Timeout;
    QTest::newRow("code beats status") << 500 << "{\"code\":\"not-found\"}"_ba << NotFound;
}

void tst_HttpError::statusIsTheFallback()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(ErrorKind, kind);

    const Error read = errorFrom(status, body, u"10.0.0.7:3100"_s);

    QCOMPARE(read.kind, kind);
    QCOMPARE(read.what, u"10.0.0.7:3100 answered HTTP %1"_s.arg(status));
    if (status == 401)
        QCOMPARE(read.code, u"not-authenticated"_s);
}

void tst_HttpError::hostileBodiesAreBounded()
{
    const QByteArray body = "{\"error\":\"" + QByteArray(100000, 'x') + "\",\"code\":\"" + QByteArray(100000, 'y') +
                            "\",\"field\":\"" + QByteArray(100000, 'z') + "\"}";

    const Error read = errorFrom(400, body, u"h:1"_s);

    QVERIFY(read.what.size() <= 4096 && read.code.size() <= 256 && read.field.size() <= 256);
}

QTEST_APPLESS_MAIN(tst_HttpError)
#include "tst_HttpError.moc"
