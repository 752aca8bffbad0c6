// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/agenticmail/AgenticmailFeed.h"

#include "core/base/Limits.h"
#include "core/dialects/agenticmail/AgenticmailReplies.h"
#include "core/wire/SseWriter.h"

#include <algorithm>
#include <utility>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

using Tale = AgenticmailRoster::Tale;

constexpr qsizetype kRoom = limits::kSsePendingBytes / 4; // Given to a reader before it took what it has.
constexpr milliseconds kPumpPause{10}; // With kRoom: 25 MB a second to one reader.

QString eventOf(Tale tale, const Node &node)
{
    if (tale == Tale::Registered)
        return u"register"_s;
    const bool isOffline = tale != Tale::Beat || AgenticmailReplies::statusOf(node) == "offline"_L1;
    return isOffline ? u"offline"_s : u"heartbeat"_s;
}

} // namespace

AgenticmailFeed::AgenticmailFeed(AgenticmailRoster &roster, const Clock &clock, milliseconds keepAlive, QObject *parent)
    : QObject(parent), m_roster(roster), m_clock(clock)
{
    m_pump.setInterval(kPumpPause);
    m_keepAlive.setInterval(keepAlive);
    connect(&m_pump, &QTimer::timeout, this, &AgenticmailFeed::pumpAll);
    connect(&m_keepAlive, &QTimer::timeout, this, &AgenticmailFeed::keepAlive);
    connect(&roster, &AgenticmailRoster::told, this, &AgenticmailFeed::tell);
    connect(&roster, &AgenticmailRoster::lost, this, [this] {
        for (const Reader &reader : std::exchange(m_readers, {})) { // They come back, and begin with a snapshot.
            if (reader.writer)
                reader.writer->close();
        }
    });
}

void AgenticmailFeed::add(SseWriter *writer)
{
    connect(writer, &SseWriter::closed, this, [this, writer] { forget(writer); });
    Reader reader;
    reader.writer = writer;
    reader.movedAt = m_clock.steadyNow();
    for (const Node *node : m_roster.inOrder())
        hold(&reader, node->id(), {u"snapshot"_s, {}});
    m_readers.push_back(std::move(reader));
    if (!m_keepAlive.isActive())
        m_keepAlive.start();
    pumpAll();
}

void AgenticmailFeed::tell(const Node &node, Tale tale)
{
    if (m_readers.empty())
        return;
    const bool isRemoved = tale == Tale::Removed;
    const QString event = eventOf(tale, node);
    const QByteArray frame = AgenticmailReplies::encodedFrame(
        event, node, isRemoved ? AgenticmailReplies::Agents::Kept : AgenticmailReplies::Agents::OfTheLiving);
    m_isSending = true;
    bool isLate = false;
    for (Reader &reader : m_readers) {
        if (!reader.writer)
            continue;
        const bool hasRoom = reader.late.isEmpty() && reader.writer->pendingBytes() < kRoom;
        if (hasRoom)
            reader.writer->send(frame);
        else
            hold(&reader, node.id(), {event, isRemoved ? frame : QByteArray()});
        isLate = isLate || !hasRoom;
    }
    m_isSending = false;
    if (isLate && !m_pump.isActive())
        m_pump.start();
}

void AgenticmailFeed::hold(Reader *reader, const NodeId &id, const Late &late)
{
    const auto found = reader->late.find(id);
    if (found == reader->late.end()) {
        reader->order.append(id);
        reader->late.insert(id, late);
    } else if (found->event == "snapshot"_L1 || (found->event == "register"_L1 && found->frame.isEmpty())) {
        // It does not know the node yet: only these two words add one, whatever came since.
        if (!late.frame.isEmpty())
            reader->late.erase(found);
    } else {
        *found = late;
    }
}

void AgenticmailFeed::pumpAll()
{
    m_isSending = true;
    bool isLate = false;
    for (Reader &reader : m_readers) {
        pump(&reader);
        isLate = isLate || !reader.late.isEmpty();
    }
    m_isSending = false;
    forget(nullptr);
    if (!isLate)
        m_pump.stop();
    else if (!m_pump.isActive())
        m_pump.start();
}

void AgenticmailFeed::pump(Reader *reader)
{
    const QPointer<SseWriter> writer = reader->writer;
    if (!writer)
        return;
    const SteadyTime now = m_clock.steadyNow();
    if (reader->late.isEmpty() || writer->pendingBytes() != reader->pending)
        reader->movedAt = now;
    while (writer && writer->isOpen() && reader->next < reader->order.size() && writer->pendingBytes() < kRoom) {
        const NodeId id = reader->order[reader->next++];
        const Late late = reader->late.take(id);
        const Node *node = m_roster.find(id);
        if (!late.frame.isEmpty())
            writer->send(late.frame);
        else if (!late.event.isEmpty() && node)
            writer->send(AgenticmailReplies::encodedFrame(late.event, *node));
    }
    if (!writer)
        return;
    reader->pending = writer->pendingBytes();
    if (reader->late.isEmpty()) {
        reader->order.clear();
        reader->next = 0;
    } else if (now - reader->movedAt >= limits::kReplyWriteDeadline) {
        writer->end(StreamEnd::SlowReader);
    }
}

void AgenticmailFeed::keepAlive()
{
    const QByteArray frame = AgenticmailReplies::encodedKeepAlive();
    m_isSending = true;
    for (const Reader &reader : m_readers) {
        if (reader.writer)
            reader.writer->send(frame);
    }
    m_isSending = false;
    forget(nullptr);
}

void AgenticmailFeed::forget(const SseWriter *writer)
{
    for (Reader &reader : m_readers) {
        if (writer && reader.writer == writer)
            reader.writer.clear();
    }
    if (m_isSending) // The list is being walked; who walks it cleans up.
        return;
    std::erase_if(m_readers, [](const Reader &one) { return one.writer.isNull(); });
    if (m_readers.empty()) {
        m_keepAlive.stop();
        m_pump.stop();
    }
}

} // namespace muster
