// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/native/NativeEventCodec.h"

#include "core/wire/SseParser.h"
#include "tests/dialects/native/Fleet.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace Qt::StringLiterals;

namespace muster {

namespace {

EntityState pinnedEntity()
{
    EntityState state;
    state.entity.ref = *EntityRef::parse(u"agent/acme:hello"_s, {});
    state.entity.title = u"Hello \"you\""_s;
    state.entity.needs = {u"gpu"_s};
    state.entity.settings = {{u"argv"_s, QJsonArray{u"cat"_s}}};
    state.entity.secrets = {u"TOKEN"_s};
    state.assignment = Assignment{state.entity.ref, NodeId(u"pi-lab"_s), AssignmentMode::Strict, Timestamp{7}, u"ann"_s, 3};
    state.placement = {NodeId(u"pi-lab"_s), AssignmentMode::Strict, true, Waiting{WaitReason::StrictNodeOffline, u"pi-lab is offline"_s},
                       u"pinned there"_s};
    return state;
}

QList<ClusterEvent> everyKind()
{
    Fleet fleet(41);
    QList<decltype(ClusterEvent::what)> all;
    for (const NodeChange change : {NodeChange::Joined, NodeChange::Returned, NodeChange::Announced, NodeChange::Status,
                                    NodeChange::Left, NodeChange::Updated})
        all.append(NodeChanged{fleet.node(1), change});
    all.append(NodeBeat{NodeId(u"n1"_s), fleet.time(), fleet.load(), milliseconds(-7)});
    all.append(NodeBeat{NodeId(u"n2"_s), fleet.time(), {}, std::nullopt});
    all.append(NodeRemoved{NodeId(u"n1"_s), u"Büro \"1\""_s});
    all.append(NodeConflict{NodeId(u"n1"_s), u"A second machine\\ said so"_s});
    all.append(AccessRefused{u"Ann \"Ops\""_s, u"DELETE /api/v1/nodes/w1"_s, u"192.0.2.7"_s, u"this token may not do this"_s});
    all.append(CallersRefused{u"2001:db8::1"_s, 1234});
    all.append(EntityChanged{pinnedEntity()});
    EntityState plain;
    plain.entity.ref = *EntityRef::parse(u"browser/b1"_s, {});
    all.append(EntityChanged{plain});
    all.append(EntityRemoved{pinnedEntity().entity.ref});
    all.append(JobChanged{JobId(u"j-1"_s), u"agent"_s, plain.entity.ref, JobState::Failed, 3, 3, NodeId(u"pi-lab"_s), std::nullopt,
                          JobError{u"exit-status"_s, u"ended with 3"_s}});
    all.append(JobChanged{JobId(u"j-2"_s), u"agent"_s, plain.entity.ref, JobState::Delayed, 0, 3, {},
                          Waiting{WaitReason::Delayed, u"until 12:00"_s}, std::nullopt});
    all.append(QueueChanged{{u"agent"_s, true, 1, 2, 3, 4, 5, 6, Timestamp{7}}, 12'345});
    QList<ClusterEvent> events;
    for (const auto &what : all)
        events.append(ClusterEvent{{u"epoch1"_s, quint64(events.size()) + 1}, fleet.time(), what});
    return events;
}

QList<SseFrame> framesOf(const QByteArray &bytes)
{
    SseParser parser;
    QList<SseFrame> frames;
    return parser.feed(bytes, &frames) ? frames : QList<SseFrame>();
}

} // namespace

class tst_NativeEventCodec : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void listsReadBack()
    {
        const QList<ClusterEvent> events = everyKind();
        const auto bytes = NativeEventCodec::encodedList(events);
        QVERIFY(bytes);
        QCOMPARE(NativeEventCodec::decodedList(*bytes, {u"epoch1"_s, 0}).value(), events);
        QVERIFY(NativeEventCodec::decodedList({}, {u"epoch1"_s, 0})->isEmpty());
        const QByteArray unknown = "id: epoch1-1\nevent: moon-rose\ndata: {}\n\n";
        QCOMPARE(NativeEventCodec::decodedList(unknown + NativeEventCodec::encoded(events[1]), {u"epoch1"_s, 0}).value(), events.mid(1, 1));
    }
    void listsAreNotTrusted()
    {
        const QList<ClusterEvent> events = everyKind();
        const QByteArray first = NativeEventCodec::encoded(events[0]);
        const QByteArray second = NativeEventCodec::encoded(events[1]);
        for (const QByteArray &bytes : {second + first, first + first, first + "id: epoch1-9\nevent: node-beat\ndata: {}\n\n"})
            QCOMPARE(NativeEventCodec::decodedList(bytes, {u"epoch1"_s, 0}).error().kind, ErrorKind::Protocol);
        QVERIFY(!NativeEventCodec::decodedList(first, {u"epoch1"_s, 1}));
        QVERIFY(!NativeEventCodec::decodedList(first, {u"epoch2"_s, 0}));
        QVERIFY(!NativeEventCodec::decodedList("event: x\ndata: {}\n\n"_ba.repeated(limits::kEventRing + 1), {u"epoch1"_s, 0}));
    }
    void aListIsBounded()
    {
        ClusterEvent event;
        event.position = {u"e"_s, 1};
        event.what = NodeConflict{NodeId(u"n1"_s), QString(1000, u'x')};
        const QList<ClusterEvent> many(NativeEventCodec::kListBytes / 1000, event);
        QCOMPARE(NativeEventCodec::encodedList(many).error().codeOrDefault(), u"resync"_s);
    }
    void everyKindReadsBack()
    {
        for (const ClusterEvent &event : everyKind()) {
            const QList<SseFrame> frames = framesOf(NativeEventCodec::encoded(event));
            QCOMPARE(frames.size(), qsizetype(1));
            QCOMPARE(frames[0].id, event.position.toText());
            QCOMPARE(frames[0].event, event.kind());

            const Result<ClusterEvent> read = NativeEventCodec::decoded(frames[0]);

            QVERIFY2(read.has_value(), frames[0].data.constData());
            QCOMPARE(*read, event);
        }
    }
    void dataIsALineForMusterctl()
    {
        for (const ClusterEvent &event : everyKind()) {
            const QJsonObject data = QJsonDocument::fromJson(framesOf(NativeEventCodec::encoded(event)).value(0).data).object();
            QCOMPARE(data["id"_L1].toString(), event.position.toText());
            QCOMPARE(data["at"_L1].toString(), event.at.toIso8601());
            QCOMPARE(data["kind"_L1].toString(), event.kind());
            QCOMPARE(data["node"_L1]["id"_L1].toString(), event.node().text());
        }
    }
    void cutsDoNotMatter()
    {
        QByteArray stream = NativeEventCodec::encodedOpening({u"epoch1"_s, 0});
        for (const ClusterEvent &event : everyKind())
            stream += NativeEventCodec::encoded(event);
        for (qsizetype cut = 0; cut <= stream.size(); ++cut) {
            SseParser parser;
            QList<SseFrame> frames;
            QVERIFY(parser.feed(stream.left(cut), &frames).has_value());
            QVERIFY(parser.feed(stream.mid(cut), &frames).has_value());
            QCOMPARE(frames.size(), everyKind().size());
            QCOMPARE(frames, framesOf(stream));
        }
        for (const SseFrame &frame : framesOf(stream))
            QVERIFY(NativeEventCodec::decoded(frame).has_value());
    }
    void openingGivesAPositionWithoutAnEvent()
    {
        SseParser parser;
        QList<SseFrame> frames;
        QVERIFY(parser.feed(NativeEventCodec::encodedOpening({u"e9"_s, 12}), &frames).has_value());
        QVERIFY(frames.isEmpty());
        QCOMPARE(parser.lastId(), u"e9-12"_s);
        QCOMPARE(parser.comments(), qint64(1));
    }
    void resyncSaysWhereEventsGoOn()
    {
        const QList<SseFrame> frames = framesOf(NativeEventCodec::encodedResync({u"e9"_s, 12}));
        QCOMPARE(frames, QList<SseFrame>({SseFrame{u"e9-12"_s, u"resync"_s, R"({"epoch":"e9","number":12})"}}));
    }
    void unknownKindIsUnsupported()
    {
        for (const QString &kind : {u"job-done"_s, u""_s, u"node-beat2"_s})
            QCOMPARE(NativeEventCodec::decoded({u"e1-1"_s, kind, "{}"}).error().kind, ErrorKind::Unsupported);
    }
    void wrongEventNamesThePath_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QByteArray>("data");
        QTest::addColumn<QString>("blamed");
        const QByteArray head = R"({"id":"e1-1","at":"2026-11-21T09:30:00.000Z","kind":)";
        QTest::newRow("no json") << u"node-beat"_s << QByteArray("x") << u""_s;
        QTest::newRow("list") << u"node-beat"_s << QByteArray("[]") << u""_s;
        QTest::newRow("no id") << u"node-beat"_s << QByteArray(R"({"at":"2026-11-21T09:30:00.000Z"})") << u"id"_s;
        QTest::newRow("id without number") << u"node-beat"_s << QByteArray(R"({"id":"e1"})") << u"id"_s;
        QTest::newRow("no at") << u"node-beat"_s << QByteArray(R"({"id":"e1-1"})") << u"at"_s;
        QTest::newRow("another kind") << u"node-beat"_s << head + R"("node-left","node":{"id":"n1"}})" << u"kind"_s;
        QTest::newRow("beat without node") << u"node-beat"_s << head + R"("node-beat"})" << u"node.id"_s;
        QTest::newRow("beat cpu") << u"node-beat"_s << head + R"("node-beat","node":{"id":"n1","cpu":2}})" << u"node.cpu"_s;
        QTest::newRow("beat id") << u"node-beat"_s << head + R"("node-beat","node":{"id":"n/1"}})" << u"node.id"_s;
        QTest::newRow("removed id") << u"node-removed"_s << head + R"("node-removed","node":{}})" << u"node.id"_s;
        QTest::newRow("conflict text") << u"node-conflict"_s << head + R"("node-conflict","node":{"id":"n1"},"text":1})"
                                       << u"text"_s;
        QTest::newRow("entity") << u"entity-changed"_s << head + R"("entity-changed","node":{},"entity":{"kind":"goblin"}})" << u"entity.kind"_s;
        QTest::newRow("no entity") << u"entity-removed"_s << head + R"("entity-removed","node":{}})" << u"entity.kind"_s;
        QTest::newRow("job") << u"job-changed"_s << head + R"("job-changed","node":{},"job":{"id":"j-1","queue":"a","entity":"x"}})"
                             << u"job.entity"_s;
        QTest::newRow("queue") << u"queue-changed"_s << head + R"("queue-changed","node":{},"queue":{"name":"agent","paused":1}})"
                               << u"queue.paused"_s;
        QTest::newRow("node role") << u"node-joined"_s << head + R"("node-joined","node":{"id":"n1","role":"x"}})"
                                   << u"node.role"_s;
    }
    void wrongEventNamesThePath()
    {
        QFETCH(QString, kind);
        QFETCH(QByteArray, data);
        QFETCH(QString, blamed);

        const Result<ClusterEvent> read = NativeEventCodec::decoded({u"e1-1"_s, kind, data});

        QVERIFY(!read.has_value());
        QCOMPARE(read.error().kind, ErrorKind::Protocol);
        QCOMPARE(read.error().field, blamed);
    }
};

} // namespace muster

QTEST_GUILESS_MAIN(muster::tst_NativeEventCodec)
#include "tst_NativeEventCodec.moc"
