// SPDX-License-Identifier: Apache-2.0
// What is read of a request, and the limits of H-2. What is refused: tst_HttpParserCorpus.
#include "tests/wire/ParserOutcome.h"

#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

class tst_HttpParser : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsEveryPart();
    void decodesThePath();
    void decodesTheQuery();
    void readsPipelinedRequestsInOrder();
    void limitsOfTheHead();
    void limitsOfTheBody();
    void longBodiesAreNotAllocatedAhead();
    void marksForwardedRequests();
};

void tst_HttpParser::readsEveryPart()
{
    const ParserOutcome outcome =
        outcomeOf({post("X-Key:  a b \r\nContent-Length: 3\r\nConnection: close\r\n", "abc")});

    QCOMPARE(outcome.requests.size(), 1);
    const HttpRequest &request = outcome.requests.first();
    QCOMPARE(request.method, HttpMethod::Post);
    QCOMPARE(request.path(), u"/a"_s);
    QCOMPARE(request.header("x-KEY").toByteArray(), "a b"_ba);
    QCOMPARE(request.header("host").toByteArray(), "h:1"_ba);
    QVERIFY(request.header("absent").isNull());
    QCOMPARE(request.body, "abc"_ba);
    QVERIFY(request.wantsClose);
    QVERIFY(!request.wantsContinue);
    QVERIFY(!request.isForwarded);
}

void tst_HttpParser::decodesThePath()
{
    const ParserOutcome outcome = outcomeOf({line("GET /a%2Fb/c%20d//%C3%A4+ HTTP/1.1")});

    QCOMPARE(outcome.requests.size(), 1);
    QCOMPARE(outcome.requests.first().segments, QStringList({u"a/b"_s, u"c d"_s, QString(), u"ä+"_s}));
}

void tst_HttpParser::decodesTheQuery()
{
    const ParserOutcome outcome = outcomeOf({line("GET /?a=1&b=x+y%26&c&&d=%C3%A4=&n=x HTTP/1.1")});

    QCOMPARE(outcome.requests.size(), 1);
    const HttpRequest &request = outcome.requests.first();
    QCOMPARE(request.segments, QStringList{QString()});
    QCOMPARE(request.query.size(), 5);
    QCOMPARE(request.queryText("b"_L1), u"x y&"_s);
    QCOMPARE(request.queryText("c"_L1), QString());
    QCOMPARE(request.queryText("d"_L1), u"ä="_s);
    QCOMPARE(request.queryInteger("a"_L1, 0, 9)->value(), 1);
    QVERIFY(!request.queryInteger("z"_L1, 0, 9)->has_value());
    QCOMPARE(request.queryInteger("n"_L1, 0, 9).error().field, u"n"_s);
    QVERIFY(!request.queryInteger("a"_L1, 2, 9).has_value());
    QCOMPARE(outcomeOf({line("GET /?" + QByteArray("a&").repeated(limits::kQueryItems + 1) + " HTTP/1.1")}).status,
             400);
}

void tst_HttpParser::readsPipelinedRequestsInOrder()
{
    QByteArray raw;
    for (int i = 0; i < 20; ++i)
        raw += line("GET /" + QByteArray::number(i) + " HTTP/1.1");

    const ParserOutcome outcome = outcomeOf({raw});

    QCOMPARE(outcome.requests.size(), 20);
    for (int i = 0; i < 20; ++i)
        QCOMPARE(outcome.requests[i].segments.first(), QString::number(i));
}

void tst_HttpParser::limitsOfTheHead()
{
    const qsizetype room = limits::kRequestLineBytes - qstrlen("GET / HTTP/1.1\r");
    QCOMPARE(outcomeOf({line("GET /" + QByteArray(room, 'a') + " HTTP/1.1")}).requests.size(), 1);
    QCOMPARE(outcomeOf({line("GET /" + QByteArray(room + 1, 'a') + " HTTP/1.1")}).status, 414);
    QCOMPARE(outcomeOf({QByteArray(limits::kRequestLineBytes + 1, 'A')}).status, 414);

    QCOMPARE(outcomeOf({get(QByteArray("a: b\r\n").repeated(limits::kRequestHeaders - 1))}).requests.size(), 1);
    QCOMPARE(outcomeOf({get(QByteArray("a: b\r\n").repeated(limits::kRequestHeaders))}).status, 431);

    const qsizetype rest = limits::kRequestHeadBytes - get("a: \r\n").size();
    QCOMPARE(outcomeOf({get("a: " + QByteArray(rest, 'b') + "\r\n")}).requests.size(), 1);
    QCOMPARE(outcomeOf({get("a: " + QByteArray(rest + 1, 'b') + "\r\n")}).status, 431);
}

void tst_HttpParser::limitsOfTheBody()
{
    QCOMPARE(outcomeOf({post("Content-Length: 64\r\n", QByteArray(64, 'x'))}).requests.size(), 1);
    QCOMPARE(outcomeOf({post("Content-Length: 65\r\n", QByteArray(65, 'x'))}).status, 413);
    QCOMPARE(outcomeOf({post("Transfer-Encoding: chunked\r\n", "40\r\n" + QByteArray(64, 'x') + "\r\n0\r\n\r\n")})
                 .requests.size(),
             1);
}

void tst_HttpParser::longBodiesAreNotAllocatedAhead()
{
    HttpParser parser;
    const QByteArray raw = post("Content-Length: 1000000\r\n", "x");
    const qsizetype taken = parser.feed(raw);
    parser.acceptBody(limits::kDefaultBodyBytes);

    parser.feed(QByteArrayView(raw).sliced(taken));

    QCOMPARE(parser.state(), HttpParser::State::Body);
    QVERIFY(parser.request().body.capacity() <= limits::kAnnounceBodyBytes);
}

void tst_HttpParser::marksForwardedRequests()
{
    for (const char *header : {"Forwarded: for=1.2.3.4", "X-Forwarded-For: 1.2.3.4", "x-forwarded-proto: https",
                               "Via: 1.1 proxy", "X-Real-IP: 1.2.3.4"}) {
        const ParserOutcome outcome = outcomeOf({get(QByteArray(header) + "\r\n")});
        QVERIFY2(outcome.requests.value(0).isForwarded, header);
    }
    QVERIFY(!outcomeOf({get("X-Forward: 1\r\n")}).requests.value(0).isForwarded);
}

QTEST_APPLESS_MAIN(tst_HttpParser)
#include "tst_HttpParser.moc"
