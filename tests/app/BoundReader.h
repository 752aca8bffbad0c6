// SPDX-License-Identifier: Apache-2.0
#pragma once
// A client of the native API that follows a cluster with a token of its own, byte by byte, as slowly as a test wants.

#include "core/domain/ClusterSnapshot.h"
#include "core/domain/EntityJson.h"
#include "core/domain/JobJson.h"
#include "core/wire/SseParser.h"
#include "tests/app/TenantWorld.h"

#include <QPointer>
#include <QTcpSocket>
#include <QTimer>

namespace muster {

//! What it believes is there: from what it read, and the events after that. Reconnects where it was; begins anew when it is told to.
class BoundReader
{
public:
    BoundReader(TwoTenants &two, Tier tier) : m_two(two), m_tier(tier)
    {
        m_tick.setInterval(1);
        QObject::connect(&m_tick, &QTimer::timeout, &m_tick, [this] { read(); });
        m_tick.start();
        connectAnew();
        readAll();
    }

    qint64 perTick = 1 << 20; //!< Bytes that it takes each millisecond; 0: it does not read.
    QMap<QString, QString> pins;   //!< Node by entity.
    QMap<QString, JobState> jobs;  //!< By id.
    QMap<QString, QueueFacts> queues;
    QByteArray all;                //!< Every byte that it was ever sent.
    int resyncs = 0;
    int connections = 0;
    bool isInOrder = true;         //!< Numbers went up by one, but for a resync.

    //! It has read all of it, and begins nothing anew.
    bool isAt(const EventPosition &position) const { return m_last == position && m_asking == 0; }

private:
    static constexpr int kBuffer = 64 * 1024; // Far less than what a server keeps for a reader; not so little that TCP stalls.

    void connectAnew()
    {
        ++connections;
        m_parser = SseParser(m_last ? m_last->toText() : QString());
        m_head.clear();
        m_socket = std::make_unique<QTcpSocket>();
        m_socket->setReadBufferSize(kBuffer); // What it does not read stays at the server.
        m_socket->connectToHost(QHostAddress::LocalHost, quint16(m_two.world.server->url().port()));
        m_socket->setSocketOption(QAbstractSocket::ReceiveBufferSizeSocketOption, kBuffer);
        QByteArray head = "GET /api/v1/events HTTP/1.1\r\nHost: " + m_two.world.server->url().authority().toLatin1() + "\r\n";
        if (m_last)
            head += "Last-Event-ID: " + m_last->toText().toLatin1() + "\r\n";
        head += "Authorization: Bearer " + m_two.tokens.value(m_tier).reveal() + "\r\n\r\n";
        m_socket->write(head);
    }
    void read()
    {
        if (perTick == 0)
            return;
        for (qint64 left = perTick; left > 0;) {
            const QByteArray bytes = m_socket->read(std::min<qint64>(left, 4096));
            if (bytes.isEmpty())
                break;
            left -= bytes.size();
            all += bytes;
            take(bytes);
        }
        if (m_socket->state() == QAbstractSocket::UnconnectedState && m_socket->bytesAvailable() == 0)
            connectAnew();
    }
    void take(QByteArray bytes)
    {
        if (!m_head.contains("\r\n\r\n")) {
            m_head += bytes;
            const qsizetype end = m_head.indexOf("\r\n\r\n");
            if (end < 0)
                return;
            bytes = m_head.mid(end + 4);
        }
        QList<SseFrame> frames;
        if (!m_parser.feed(bytes, &frames))
            qFatal("the stream cannot be read");
        for (const SseFrame &frame : frames)
            takeFrame(frame);
        if (!m_last)
            m_last = EventPosition::fromText(m_parser.lastId());
    }
    void takeFrame(const SseFrame &frame)
    {
        const std::optional<EventPosition> position = EventPosition::fromText(frame.id);
        if (frame.event == u"resync") {
            ++resyncs;
            m_last = position;
            return readAll();
        }
        isInOrder = isInOrder && m_last && position && position->number == m_last->number + 1;
        m_last = position;
        if (m_asking > 0)
            m_since.append(frame); // Told again once the answers are there: they may be older, or newer.
        apply(frame);
    }
    void apply(const SseFrame &frame)
    {
        const QJsonObject json = QJsonDocument::fromJson(frame.data).object();
        if (frame.event == u"entity-changed") {
            const QJsonObject entity = json.value(u"entity").toObject();
            note(entity);
        } else if (frame.event == u"job-changed") {
            const QJsonObject job = json.value(u"job").toObject();
            jobs[job.value(u"id").toString()] = jobStateOf(job.value(u"state").toString(), {}).value_or(JobState::Waiting);
        } else if (frame.event == u"queue-changed") {
            noteQueue(json.value(u"queue").toObject());
        }
    }
    void note(const QJsonObject &entity)
    {
        const QString ref = entity.value(u"kind").toString() + u'/' + entity.value(u"tenant").toString() + u':' + entity.value(u"id").toString();
        pins[ref] = entity.value(u"assignment").toObject().value(u"node").toString();
    }
    void noteQueue(const QJsonObject &json)
    {
        if (const Result<QueueFacts> queue = queueFromJson(json, {}))
            queues[queue->name] = *queue;
    }
    void readAll()
    {
        ask(QStringLiteral("/api/v1/snapshot"), [this](const QJsonDocument &body) {
            for (const QJsonValue &entity : body.object().value(u"entities").toArray())
                note(entity.toObject());
            for (const QJsonValue &queue : body.object().value(u"queues").toArray())
                noteQueue(queue.toObject());
        });
        readJobs({});
    }
    void readJobs(const QString &after)
    {
        const QString page = after.isEmpty() ? QString() : QStringLiteral("&after=") + after;
        ask(QStringLiteral("/api/v1/jobs?most=1000") + page, [this](const QJsonDocument &body) {
            QString last;
            for (const QJsonValue &job : body.object().value(u"jobs").toArray()) {
                last = job.toObject().value(u"id").toString();
                jobs[last] = jobStateOf(job.toObject().value(u"state").toString(), {}).value_or(JobState::Waiting);
            }
            if (body.object().value(u"hasMore").toBool())
                readJobs(last);
        });
    }
    template <typename Done>
    void ask(const QString &path, Done done)
    {
        ++m_asking;
        const auto client = std::make_shared<HttpClient>(m_two.world.server->url());
        client->setToken(m_two.tokens.value(m_tier));
        whenDone(&m_tick, client->get(path), [this, client, done](const Result<HttpAnswer> &answer) {
            if (answer) {
                all += answer->body;
                done(QJsonDocument::fromJson(answer->body));
            }
            --m_asking;
            if (m_asking == 0) {
                for (const SseFrame &frame : std::exchange(m_since, {}))
                    apply(frame);
            }
        });
    }

    TwoTenants &m_two;
    Tier m_tier;
    QTimer m_tick;
    std::unique_ptr<QTcpSocket> m_socket;
    SseParser m_parser;
    QByteArray m_head;
    std::optional<EventPosition> m_last;
    QList<SseFrame> m_since;
    int m_asking = 0;
};

} // namespace muster
