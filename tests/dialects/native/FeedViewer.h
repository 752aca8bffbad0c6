// SPDX-License-Identifier: Apache-2.0
#pragma once
// One who follows /events of an ApiBench, and what the frames tell.

#include "core/domain/ClusterEvent.h"
#include "core/wire/SseParser.h"
#include "tests/dialects/native/ApiBench.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace muster {

//! A reader of /events that keeps what it got.
class Viewer
{
public:
    Viewer(const ApiBench &bench, const QByteArray &lastId, RawPeer::Reads reads = RawPeer::Reads::Yes, const QByteArray &key = "viewer-key")
        : m_peer(bench.port, reads)
    {
        const QByteArray header = lastId.isNull() ? QByteArray() : "Last-Event-ID: " + lastId + "\r\n";
        m_peer.send(bench.request("GET", "/api/v1/events", key, {}, header));
    }
    //! What was read, without the head of the reply.
    QByteArray stream() const
    {
        if (isLaterPart)
            return m_peer.got();
        const qsizetype head = m_peer.got().indexOf("\r\n\r\n");
        return head < 0 ? QByteArray() : m_peer.got().mid(head + 4);
    }
    QList<SseFrame> frames() const
    {
        SseParser parser;
        QList<SseFrame> frames;
        return parser.feed(stream(), &frames) ? frames : QList<SseFrame>();
    }
    QString lastId() const
    {
        SseParser parser;
        QList<SseFrame> frames;
        return parser.feed(stream(), &frames) ? parser.lastId() : QString();
    }
    QStringList ids() const
    {
        QStringList all;
        for (const SseFrame &frame : frames())
            all.append(frame.id);
        return all;
    }
    RawPeer &peer() { return m_peer; }

    bool isLaterPart = false; //!< What came first was taken away from the peer.

private:
    RawPeer m_peer;
};

//! A queue with \a waiting jobs, of all tenants or of one.
inline QueueFacts agentQueue(qint64 waiting)
{
    QueueFacts queue;
    queue.name = QStringLiteral("agent");
    queue.waiting = waiting;
    return queue;
}

inline JobChanged jobOf(const QString &tenant)
{
    JobChanged job;
    job.job = JobId(QStringLiteral("j-1"));
    job.queue = QStringLiteral("agent");
    job.entity = {EntityKind::Agent, TenantId(tenant), EntityId(QStringLiteral("a1"))};
    return job;
}

//! What the frames of a stream tell: kind, and of a queue its waiting jobs and changes.
inline QStringList storyOf(const QList<SseFrame> &frames)
{
    QStringList story;
    for (const SseFrame &frame : frames) {
        const QJsonObject queue = QJsonDocument::fromJson(frame.data).object().value(u"queue").toObject();
        story.append(queue.isEmpty() ? frame.event : QStringLiteral("%1 %2 waiting, %3 changes").arg(frame.event).arg(queue.value(u"waiting").toInt())
                                                         .arg(queue.value(u"changes").toInt()));
    }
    return story;
}

inline QStringList idsFrom(int first, int last)
{
    QStringList all;
    for (int i = first; i <= last; ++i)
        all.append(QStringLiteral("epoch1-%1").arg(i));
    return all;
}

} // namespace muster
