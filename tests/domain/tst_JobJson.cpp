// SPDX-License-Identifier: Apache-2.0
#include "core/base/JsonSlice.h"
#include "core/domain/JobJson.h"
#include "core/domain/JobText.h"

#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;

namespace muster {

class tst_JobJson : public QObject
{
    Q_OBJECT

    static Job job()
    {
        Job one;
        one.id = JobId(u"j-8f31c2"_s);
        one.queue = u"agent"_s;
        one.entity = *EntityRef::parse(u"agent/hello"_s, {});
        one.state = JobState::Failed;
        one.payload = R"({"x":[1,2,"ü"]})";
        one.attemptsMade = 2;
        one.attempts = 5;
        one.backoff = milliseconds(250);
        one.priority = -3;
        one.dedupeKey = u"once"_s;
        one.attemptTimeout = milliseconds(9000);
        one.node = NodeId(u"pi-lab"_s);
        one.result = R"("text")";
        one.error = JobError{u"exit-status"_s, u"ended with 3"_s};
        one.waitingFor = Waiting{WaitReason::Backoff, u"until 12:00"_s};
        one.createdAt = Timestamp{1'800'000'000'000};
        one.createdBy = u"kim"_s;
        one.runAt = Timestamp{1'800'000'001'000};
        one.startedAt = Timestamp{1'800'000'002'000};
        one.finishedAt = Timestamp{1'800'000'003'000};
        one.history = {{1, NodeId(u"pi-lab"_s), Timestamp{1'800'000'001'500}, Timestamp{1'800'000'001'600}, one.error}};
        return one;
    }

private Q_SLOTS:
    void jobsAreReadBack()
    {
        const Result<Job> read = jobFromJson(toJson(job()));
        QVERIFY2(read, read ? "" : qPrintable(read.error().text()));
        QCOMPARE(*read, job());
        Job least;
        least.id = JobId(u"j-1a"_s);
        least.queue = u"agent"_s;
        least.entity = job().entity;
        least.createdAt = Timestamp{1'800'000'000'000};
        QCOMPARE(*jobFromJson(toJson(least)), least);
    }

    //! interface.md, Job.
    void theFieldsAreThoseOfTheInterface()
    {
        const QJsonObject json = toJson(job());
        for (const char *field : {"id", "queue", "entity", "state", "attemptsMade", "attempts", "node", "result", "error",
                                  "waitingFor", "createdAt", "startedAt", "finishedAt"})
            QVERIFY2(json.contains(QLatin1StringView(field)), field);
    }

    void requestsHaveTheDefaultsOfTheInterface()
    {
        const JobRequest request = *jobRequestFromJson({{u"entity"_s, u"agent/hello"_s}});
        QVERIFY(!request.attempts);
        QVERIFY(!request.backoff);
        QVERIFY(request.payload.isEmpty());
        const JobRequest whole{request.entity, R"({"x":1})", 7, milliseconds(5), milliseconds(60'000), 9, u"key"_s, milliseconds(8)};
        const JobRequest read = *jobRequestFromJson(toJson(whole));
        QCOMPARE(read.payload, whole.payload);
        QCOMPARE(read.delay, whole.delay);
        QCOMPARE(read.dedupeKey, whole.dedupeKey);
        QCOMPARE(read.attemptTimeout, whole.attemptTimeout);
    }

    void thePayloadIsGivenByteForByte()
    {
        const QByteArray exact = "{ \"x\" :  1.0 }";
        QCOMPARE(jobRequestFromJson({{u"entity"_s, u"agent/hello"_s}}, {}, exact)->payload, exact);
    }

    //! Large numbers keep their digits, and members their order.
    void textsHaveWhatWasGivenByteForByte()
    {
        Job one = job();
        one.payload = "{\"b\":12345678901234567890, \"a\":1.10}";
        one.result = "[1.0]";
        const QByteArray text = textOf(one);
        const QJsonObject json = QJsonDocument::fromJson(text).object();
        QCOMPARE(json.keys(), toJson(one).keys());
        QVERIFY(text.contains(one.payload) && text.contains(one.result));
        QCOMPARE(withExactBytes(*jobFromJson(json), text), one);

        one.payload = one.result = {};
        QCOMPARE(withExactBytes(*jobFromJson(QJsonDocument::fromJson(textOf(one)).object()), textOf(one)), one);
        for (const QByteArray &nonsense : {QByteArray("{x"), QByteArray("1,2"), QByteArray("1],\"id\":[2")}) {
            one.payload = nonsense; // Of whoever wrote it; it must not become a part of ours.
            QVERIFY(QJsonDocument::fromJson(textOf(one)).object().value("data"_L1).isNull());
        }

        const JobRequest request{one.entity, "{\"b\":12345678901234567890}", 7};
        QCOMPARE(jsonMember(textOf(request), "data").toByteArray(), request.payload);
        QVERIFY(!textOf(JobRequest{one.entity, {}}).contains("data")); // Nothing is not null.
    }

    void nonsenseIsBlamed()
    {
        QJsonObject json{{u"entity"_s, u"agent/hello"_s}, {u"attempts"_s, 0}};
        QCOMPARE(jobRequestFromJson(json).error().field, u"attempts"_s);
        json = {{u"entity"_s, u"hello"_s}};
        QCOMPARE(jobRequestFromJson(json).error().field, u"entity"_s);
        json = {{u"entity"_s, u"agent/hello"_s}};
        QCOMPARE(jobRequestFromJson(json, {}, QByteArray(limits::kJobPayloadBytes + 1, ' ')).error().field, u"data"_s);
    }

    void queuesAreReadBack()
    {
        const QueueFacts queue{u"agent"_s, true, 1, 2, 3, 4, 5, 6, Timestamp{1'800'000'000'000}};
        QCOMPARE(*queueFromJson(toJson(queue)), queue);
    }
};

} // namespace muster

QTEST_GUILESS_MAIN(muster::tst_JobJson)
#include "tst_JobJson.moc"
