// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/native/FastReader.h"

#include "core/dialects/native/NativeRequests.h"
#include "core/dialects/native/NodeText.h"
#include "core/domain/NodeJson.h"
#include "tests/dialects/native/Fleet.h"

#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;

namespace muster {

namespace {

//! Replacements for a field, as JSON text: right, wrong and at the edges.
const QList<QByteArray> &replacements()
{
    static const QList<QByteArray> all{
        "",
        "null", "true", "false", "0", "1", "-1", "-0", "1.0", "1.5", "0.5", "1e0", "1e300", "9007199254740992",
        "9007199254740993", "1125899906842624", "1125899906842625", "18446744073709551615", "99999999999999999999",
        "34560000000", "34560000001", "65536", "65537", "\"\"", "\"x\"", "\"online\"", "\"worker\"", "\"a\\u0001b\"",
        "\"tab\\t\"", "\"\\u007f\"", "\"\\ud83d\\ude80\"", "\"\\ud800\"", "\"2026-11-21T09:30:00.000Z\"",
        "\"2026-02-29T09:30:00.000Z\"", "\"2026-11-21T24:00:00.000Z\"", "\"2026-11-21T09:30:00Z\"",
        "\"2026-11-21T09:30:00.000+02:00\"", "\"0000-01-01T00:00:00.000Z\"", "[]", "[1]", "[null]", "[\"x\"]", "[{}]",
        "[{\"id\":\"a\"}]", "[{\"id\":\"a\",\"pid\":-1}]", "[{\"id\":\"\"}]", "[{\"code\":\"c\",\"text\":\"t\"}]", "{}",
        "{\"zone\":\"eu\"}", "{\"zone\":1}", "{\"!\":\"x\"}", "{\"jobsLeft\":1}",
        '"' + QByteArray(64, 'a') + '"', '"' + QByteArray(65, 'a') + '"', '"' + QByteArray(256, 'a') + '"',
        '"' + QByteArray(257, 'a') + '"', '"' + QByteArray("\xc3\xbc").repeated(200) + '"', "\"\xff\"",
        QByteArray(40, '[') + QByteArray(40, ']')};
    return all;
}

//! \a object with the value of \a key replaced by JSON \a text, or the field dropped when it is empty.
QByteArray with(QJsonObject object, const QString &key, const QByteArray &text)
{
    object.remove(key);
    QByteArray json = QJsonDocument(object).toJson(QJsonDocument::Compact);
    if (!text.isEmpty())
        json.replace(json.size() - 1, 1, (object.isEmpty() ? "\"" : ",\"") + key.toUtf8() + "\":" + text + '}');
    return json;
}

QByteArray snapshotAround(const QByteArray &node)
{
    return R"({"epoch":"e1","number":7,"takenAt":"2026-11-21T09:30:00.000Z","nodes":[)" + node + R"(],"histories":{}})";
}

//! The careful reading of a heartbeat, without the short cut.
std::optional<Heartbeat> carefully(const QByteArray &body)
{
    const Result<QJsonObject> json = parseJsonObject(body);
    if (!json)
        return std::nullopt;
    JsonReader reader(*json);
    Heartbeat beat;
    beat.instance = Secret(reader.text("instance"_L1, limits::kInstanceCharacters).toUtf8());
    beat.sequence = quint64(reader.integer("sequence"_L1, 0, limits::kJsonWholeMost));
    beat.sentAt = reader.optionalTime("sentAt"_L1);
    beat.load = loadFromJson(&reader);
    if (reader.has("agents"_L1))
        beat.agents = agentsFromJson(&reader);
    beat.answersPing = reader.optionalText("answersPing"_L1, limits::kInstanceCharacters);
    if (!reader.check() || beat.instance.isEmpty())
        return std::nullopt;
    return beat;
}

bool same(const Heartbeat &a, const Heartbeat &b)
{
    return a.instance.reveal() == b.instance.reveal() && a.sequence == b.sequence && a.sentAt == b.sentAt
        && a.load == b.load && a.agents == b.agents && a.answersPing == b.answersPing;
}

} // namespace

class tst_FastReader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void agreesWithTheCarefulReaderOnEveryNodeField()
    {
        const Node sample = Fleet(9).node(3);
        const QJsonObject json = toJson(sample, sample.registeredAt);
        const QStringList keys = json.keys() + QStringList{u"unknown"_s};
        for (const QString &key : keys) {
            for (const QByteArray &text : replacements()) {
                const QByteArray node = with(json, key, text);
                const QJsonDocument document = QJsonDocument::fromJson(node);

                const auto fast = FastReader::snapshot(snapshotAround(node));

                if (!fast)
                    continue;
                const Result<Node> careful = nodeFromJson(document.object());
                QVERIFY2(careful.has_value(), node.constData());
                QVERIFY2(fast->nodes.value(0) == *careful, node.constData());
            }
        }
    }
    void agreesWithTheCarefulReaderOnEveryBeatField()
    {
        Heartbeat sample;
        sample.instance = Secret("abcdefgh");
        sample.sequence = 5;
        sample.load = Fleet(8).load();
        sample.agents = Fleet(9).node(3).agents;
        sample.answersPing = u"p1"_s;
        const QJsonObject json = NativeRequests::write(sample);
        const QStringList keys = json.keys() + QStringList{u"unknown"_s};
        for (const QString &key : keys) {
            for (const QByteArray &text : replacements()) {
                const QByteArray body = with(json, key, text);

                const auto fast = FastReader::heartbeat(NodeId(u"n1"_s), body);

                if (!fast)
                    continue;
                const auto careful = carefully(body);
                QVERIFY2(careful.has_value(), body.constData());
                QVERIFY2(same(*fast, *careful), body.constData());
            }
        }
    }
    void takesTheShortCutForWhatWeWrite()
    {
        const ClusterSnapshot snapshot = Fleet(11).snapshot(1);
        QVERIFY(FastReader::snapshot(snapshotText(snapshot)).has_value());
        QVERIFY(FastReader::heartbeat(NodeId(u"n1"_s),
                                      R"({"instance":"k","sequence":1,"sentAt":"2026-11-21T09:30:00.000Z","cpu":0.25,)"
                                      R"("load1":null,"memoryUsedBytes":1,"memoryTotalBytes":2,"jobsRunning":0})"));
    }
    void repeatedFieldsHaveTheirLastValue()
    {
        const auto beat = FastReader::heartbeat(NodeId(u"n1"_s), R"({"instance":"k","sequence":1,"sequence":2,"cpu":1,"cpu":null})");
        QVERIFY(beat.has_value());
        QCOMPARE(beat->sequence, quint64(2));
        QVERIFY(!beat->load.cpu);
    }
    void halfADocumentIsDoubted()
    {
        const QByteArray whole = snapshotText(Fleet(12).snapshot(2));
        for (qsizetype cut = 0; cut < whole.size(); ++cut)
            QVERIFY(!FastReader::snapshot(whole.left(cut)));
        QVERIFY(FastReader::snapshot(whole).has_value());
    }
    void sharesWordsThatRepeat()
    {
        const auto snapshot = FastReader::snapshot(snapshotText(Fleet(13).snapshot(2)));
        QVERIFY(snapshot.has_value());
        QCOMPARE(snapshot->nodes[0].who.platform.constData(), snapshot->nodes[1].who.platform.constData());
    }
};

} // namespace muster

QTEST_GUILESS_MAIN(muster::tst_FastReader)
#include "tst_FastReader.moc"
