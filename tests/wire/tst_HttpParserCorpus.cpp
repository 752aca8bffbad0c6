// SPDX-License-Identifier: Apache-2.0
// Requests as bytes: what is read, what is refused, that cutting them anywhere changes nothing, and that no other
// parser reads something else in what we take (H-3).
#include "tests/wire/ParserOutcome.h"
#include "tests/wire/RawPeer.h"
#include "tests/wire/RequestCorpus.h"
#include "tests/wire/ServerBench.h"

#include <QCryptographicHash>

using namespace muster;

namespace
{

QByteArray digestOf(const HttpRequest &request)
{
    const QList<QByteArray> line = request.head.left(request.head.indexOf("\r\n")).split(' ');
    const QByteArray text = line.value(0) + ' ' + line.value(1) + '\n' + request.body;
    return QCryptographicHash::hash(text, QCryptographicHash::Sha256).toHex().left(8);
}

} // namespace

class tst_HttpParserCorpus : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void corpusIsWhole();
    void outcomes_data() { addRows(); }
    void outcomes();
    void nodeReadsTheSame_data() { addRows(); }
    void nodeReadsTheSame();
    void refusedOnesEndTheConnection();

private:
    static void addRows();
};

void tst_HttpParserCorpus::addRows()
{
    QTest::addColumn<QByteArray>("raw");
    QTest::addColumn<int>("requests");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArrayList>("node");
    QTest::addColumn<bool>("isRefusedByNode");
    for (const RecordedRequest &row : recordedRequests())
        QTest::newRow(row.name.constData())
            << row.raw << row.requests << row.status << row.digests << row.isRefusedByNode;
}

void tst_HttpParserCorpus::corpusIsWhole()
{
    QSet<QByteArray> names;
    int refused = 0;
    for (const RecordedRequest &row : recordedRequests()) {
        names.insert(row.name);
        refused += row.status != 0 ? 1 : 0;
    }

    QVERIFY(names.size() >= 280);
    QVERIFY(refused >= 230);
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

//! Either may be stricter and end the connection; neither may read another request where both read one.
void tst_HttpParserCorpus::nodeReadsTheSame()
{
    QFETCH(QByteArray, raw);
    QFETCH(int, status);
    QFETCH(QByteArrayList, node);
    QFETCH(bool, isRefusedByNode);

    QByteArrayList ours;
    for (const HttpRequest &request : outcomeOf({raw}).requests)
        ours.append(digestOf(request));

    const qsizetype shared = std::min(ours.size(), node.size());
    QCOMPARE(ours.first(shared), node.first(shared));
    QVERIFY(ours.size() <= node.size() || isRefusedByNode);
    QVERIFY(node.size() <= ours.size() || status != 0);
}

void tst_HttpParserCorpus::refusedOnesEndTheConnection()
{
    HttpServerOptions options;
    options.hosts = QStringList{u"h:1"_s};
    const ServerBench bench(options);
    std::vector<std::pair<RecordedRequest, std::unique_ptr<RawPeer>>> peers; // Side by side: each closing takes a moment.
    for (const RecordedRequest &row : recordedRequests()) {
        if (row.status == 0 || row.status == 413) // Routes have limits of their own.
            continue;
        peers.emplace_back(row, std::make_unique<RawPeer>(bench.server->port()));
        peers.back().second->send(row.raw);
    }
    QVERIFY(!peers.empty());

    for (const auto &[row, peer] : peers) {
        QVERIFY2(peer->waitForClose(), row.name.constData());
        QVERIFY2(peer->got().count("\r\nDate: ") == row.requests + 1, row.name.constData());
        QVERIFY2(peer->status(row.requests) == row.status, row.name.constData());
    }
}

QTEST_GUILESS_MAIN(tst_HttpParserCorpus)
#include "tst_HttpParserCorpus.moc"
