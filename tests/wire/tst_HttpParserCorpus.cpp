// SPDX-License-Identifier: Apache-2.0
// Requests as bytes: what is read, what is refused, and that cutting them anywhere changes nothing (H-3).
#include "tests/wire/ParserOutcome.h"

#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

namespace
{

//! A stream of bytes, how many requests it holds, and the status that ends it (0: none).
void row(const char *name, const QByteArray &raw, int requests, int status)
{
    QTest::newRow(name) << raw << requests << status;
}

void readRows()
{
    row("plain get", get({}), 1, 0);
    row("two requests", get({}) + get({}), 2, 0);
    row("length body", post("Content-Length: 5\r\n", "hello"), 1, 0);
    row("length zero", post("Content-Length: 0\r\n", {}), 1, 0);
    row("chunked body", post("Transfer-Encoding: chunked\r\n", "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"), 1, 0);
    row("chunked in capitals", post("transfer-encoding: Chunked\r\n", "A\r\n0123456789\r\n0\r\n\r\n"), 1, 0);
    row("chunk size with zeros", post("Transfer-Encoding: chunked\r\n", "0003\r\nabc\r\n00\r\n\r\n"), 1, 0);
    row("body then request", post("Content-Length: 2\r\n", "ab") + get({}), 2, 0);
    row("chunks then request", post("Transfer-Encoding: chunked\r\n", "1\r\na\r\n0\r\n\r\n") + get({}), 2, 0);
    row("http 1.0", "GET / HTTP/1.0\r\n\r\n", 1, 0);
    row("absolute form of our host", line("GET http://h:1/a?b=c HTTP/1.1"), 1, 0);
    row("absolute form without path", line("GET HTTP://H:1 HTTP/1.1"), 1, 0);
    row("empty header value", get("X-A:\r\n"), 1, 0);
    row("header with tabs around", get("X-A:\t a b \t\r\n"), 1, 0);
    row("header with high bytes", get("X-A: \xc3\xa4\r\n"), 1, 0);
    row("connection close", get("Connection: keep-alive, Close\r\n"), 1, 0);
    row("expect continue", post("Content-Length: 1\r\nExpect: 100-continue\r\n", "x"), 1, 0);
    row("unknown method", line("BREW / HTTP/1.1"), 1, 0);
    row("unfinished head", "GET / HTTP/1.1\r\nHost: h", 0, 0);
    row("unfinished body", post("Content-Length: 5\r\n", "hell"), 0, 0);
    row("unfinished chunks", post("Transfer-Encoding: chunked\r\n", "3\r\nabc\r\n"), 0, 0);
}

void lineEndRows()
{
    row("bare LF everywhere", "GET / HTTP/1.1\nHost: h:1\n\n", 0, 400);
    row("bare LF after request line", "GET / HTTP/1.1\nHost: h:1\r\n\r\n", 0, 400);
    row("bare LF after header", "GET / HTTP/1.1\r\nHost: h:1\n\r\n", 0, 400);
    row("bare LF at the end", "GET / HTTP/1.1\r\nHost: h:1\r\n\n", 0, 400);
    row("bare CR in value", get("X-A: a\rb\r\n"), 0, 400);
    row("bare CR at the end", "GET / HTTP/1.1\r\nHost: h:1\r\n\rx", 0, 400);
    row("CR CR LF", "GET / HTTP/1.1\r\r\nHost: h:1\r\n\r\n", 0, 400);
    row("empty line first", "\r\n" + get({}), 0, 400);
    row("line feed first", "\n" + get({}), 0, 400);
}

void requestLineRows()
{
    row("http 0.9", "GET /\r\n\r\n", 0, 400);
    row("http 2 preface", "PRI * HTTP/2.0\r\n\r\n", 0, 400);
    row("http 1.2", line("GET / HTTP/1.2"), 0, 400);
    row("http 2.0", line("GET / HTTP/2.0"), 0, 400);
    row("small http", line("GET / http/1.1"), 0, 400);
    row("two spaces", line("GET  / HTTP/1.1"), 0, 400);
    row("tab for space", line("GET\t/ HTTP/1.1"), 0, 400);
    row("space at the end", line("GET / HTTP/1.1 "), 0, 400);
    row("space in target", line("GET /a b HTTP/1.1"), 0, 400);
    row("space first", line(" GET / HTTP/1.1"), 0, 400);
    row("no method", line("/ HTTP/1.1"), 0, 400);
    row("method with a bracket", line("G(T / HTTP/1.1"), 0, 400);
    row("tls hello", QByteArray("\x16\x03\x01\x02\x00\x01", 6), 0, 400);
    row("connect", line("CONNECT h:1 HTTP/1.1"), 0, 405);
    row("trace", line("TRACE / HTTP/1.1"), 0, 405);
    row("asterisk", line("OPTIONS * HTTP/1.1"), 0, 400);
    row("absolute form of another host", line("GET http://evil/a HTTP/1.1"), 0, 400);
    row("absolute form with user", line("GET http://u@h:1/a HTTP/1.1"), 0, 400);
    row("absolute form of ftp", line("GET ftp://h:1/a HTTP/1.1"), 0, 400);
    row("relative target", line("GET a HTTP/1.1"), 0, 400);
    row("fragment", line("GET /a#b HTTP/1.1"), 0, 400);
    row("backslash", line("GET /a\\b HTTP/1.1"), 0, 400);
    row("high byte in target", line("GET /\xc3\xa4 HTTP/1.1"), 0, 400);
    row("NUL in target", line(QByteArray("GET /a\0b HTTP/1.1", 17)), 0, 400);
    row("escaped NUL", line("GET /a%00b HTTP/1.1"), 0, 400);
    row("escaped line end", line("GET /a%0d%0ab HTTP/1.1"), 0, 400);
    row("half an escape", line("GET /a%4 HTTP/1.1"), 0, 400);
    row("bad escape", line("GET /a%zz HTTP/1.1"), 0, 400);
    row("overlong UTF-8", line("GET /%c0%af HTTP/1.1"), 0, 400);
    row("dots", line("GET /a/../b HTTP/1.1"), 0, 400);
    row("escaped dots", line("GET /a/%2e%2E/b HTTP/1.1"), 0, 400);
}

void headerRows()
{
    row("folded with space", get("X-A: a\r\n b\r\n"), 0, 400);
    row("folded with tab", get("X-A: a\r\n\tb\r\n"), 0, 400);
    row("space first in headers", "GET / HTTP/1.1\r\n Host: h:1\r\n\r\n", 0, 400);
    row("space before colon", get("X-A : a\r\n"), 0, 400);
    row("tab before colon", get("Content-Length\t: 5\r\n"), 0, 400);
    row("no colon", get("X-A\r\n"), 0, 400);
    row("no name", get(": a\r\n"), 0, 400);
    row("name with NUL", get(QByteArray("X\0A: a\r\n", 8)), 0, 400);
    row("value with NUL", get(QByteArray("X-A: a\0b\r\n", 10)), 0, 400);
    row("value with escape", get("X-A: \x1b[31m\r\n"), 0, 400);
    row("value with DEL", get("X-A: \x7f\r\n"), 0, 400);
    row("name with high byte", get("X-\xc3\xa4: a\r\n"), 0, 400);
    row("no host", "GET / HTTP/1.1\r\n\r\n", 0, 400);
    row("two hosts", get("Host: evil\r\n"), 0, 400);
    row("other expectation", get("Expect: cake\r\n"), 0, 417);
}

void framingRows()
{
    row("length twice the same", post("Content-Length: 2\r\nContent-Length: 2\r\n", "ab"), 0, 400);
    row("length twice", post("Content-Length: 2\r\nContent-Length: 3\r\n", "abc"), 0, 400);
    row("length list", post("Content-Length: 2, 2\r\n", "ab"), 0, 400);
    row("length with plus", post("Content-Length: +2\r\n", "ab"), 0, 400);
    row("length negative", post("Content-Length: -2\r\n", "ab"), 0, 400);
    row("length hexadecimal", post("Content-Length: 0x2\r\n", "ab"), 0, 400);
    row("length with a space", post("Content-Length: 1 0\r\n", "ab"), 0, 400);
    row("length empty", post("Content-Length:\r\n", "ab"), 0, 400);
    row("length of letters", post("Content-Length: two\r\n", "ab"), 0, 400);
    row("length overflow", post("Content-Length: 18446744073709551618\r\n", "ab"), 0, 400);
    row("length beyond the limit", post("Content-Length: 65\r\n", {}), 0, 413);
    row("length and chunks", post("Content-Length: 2\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), 0, 400);
    row("chunks and length", post("Transfer-Encoding: chunked\r\nContent-Length: 2\r\n", "0\r\n\r\n"), 0, 400);
    row("chunked twice", post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), 0, 400);
    row("chunked, chunked", post("Transfer-Encoding: chunked, chunked\r\n", "0\r\n\r\n"), 0, 400);
    row("gzip, chunked", post("Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n"), 0, 400);
    row("chunked, identity", post("Transfer-Encoding: chunked, identity\r\n", "0\r\n\r\n"), 0, 400);
    row("identity", post("Transfer-Encoding: identity\r\n", {}), 0, 400);
    row("xchunked", post("Transfer-Encoding: xchunked\r\n", {}), 0, 400);
    row("chunked with tab",
        post("Transfer-Encoding: \x0b"
             "chunked\r\n",
             {}),
        0, 400);
    row("chunks in 1.0", "POST / HTTP/1.0\r\nHost: h:1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 0, 400);
}

void chunkRows()
{
    const auto chunks = [](const char *name, const QByteArray &body, int status) {
        row(name, post("Transfer-Encoding: chunked\r\n", body), 0, status);
    };
    chunks("chunk extension", "1;a=b\r\na\r\n0\r\n\r\n", 400);
    chunks("chunk size with plus", "+1\r\na\r\n0\r\n\r\n", 400);
    chunks("chunk size negative", "-1\r\na\r\n0\r\n\r\n", 400);
    chunks("chunk size with 0x", "0x1\r\na\r\n0\r\n\r\n", 400);
    chunks("chunk size with space", "1 \r\na\r\n0\r\n\r\n", 400);
    chunks("chunk size empty", "\r\na\r\n0\r\n\r\n", 400);
    chunks("chunk size overflow", "10000000000000001\r\na\r\n0\r\n\r\n", 400);
    chunks("chunk beyond the limit", "41\r\n", 413);
    chunks("chunks beyond the limit", "40\r\n" + QByteArray(64, 'x') + "\r\n1\r\n", 413);
    chunks("chunk with bare LF", "1\na\r\n0\r\n\r\n", 400);
    chunks("chunk longer than said", "1\r\nab\r\n0\r\n\r\n", 400);
    chunks("chunk without line end", "1\r\na0\r\n\r\n", 400);
    chunks("chunk ended by bare LF", "1\r\na\n0\r\n\r\n", 400);
    chunks("trailer", "1\r\na\r\n0\r\nX-A: b\r\n\r\n", 400);
    chunks("end by bare LF", "1\r\na\r\n0\r\n\n", 400);
}

void poisonRows()
{
    row("poison behind a good one", get({}) + "GET / HTTP/1.1\r\nHost : h\r\n\r\n", 1, 400);
    row("body longer than announced", post("Content-Length: 2\r\n", "abX\x01"), 1, 400);
}

} // namespace

class tst_HttpParserCorpus : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void outcomes_data();
    void outcomes();
};

void tst_HttpParserCorpus::outcomes_data()
{
    QTest::addColumn<QByteArray>("raw");
    QTest::addColumn<int>("requests");
    QTest::addColumn<int>("status");
    readRows();
    lineEndRows();
    requestLineRows();
    headerRows();
    framingRows();
    chunkRows();
    poisonRows();
}

void tst_HttpParserCorpus::outcomes()
{
    QFETCH(QByteArray, raw);
    QFETCH(int, requests);
    QFETCH(int, status);

    const ParserOutcome whole = outcomeOf({raw});

    QCOMPARE(whole.requests.size(), requests);
    QVERIFY2(whole.status == status, qPrintable(u"%1 %2"_s.arg(whole.status).arg(whole.why)));
    for (qsizetype cut = 1; cut < raw.size(); ++cut) {
        const QByteArrayView view(raw);
        QVERIFY2(outcomeOf({view.first(cut), view.sliced(cut)}) == whole, qPrintable(u"cut at %1"_s.arg(cut)));
    }
    QList<QByteArrayView> bytes;
    for (const char &byte : std::as_const(raw))
        bytes.append(QByteArrayView(&byte, 1));
    QVERIFY(outcomeOf(bytes) == whole);
}

QTEST_APPLESS_MAIN(tst_HttpParserCorpus)
#include "tst_HttpParserCorpus.moc"
