// SPDX-License-Identifier: Apache-2.0
// Many events at once: those that a control plane still has.
#include "core/base/Limits.h"
#include "core/dialects/native/NativeEventCodec.h"
#include "core/wire/SseParser.h"

namespace muster {

using namespace Qt::StringLiterals;

namespace {

Error broken(const QString &what)
{
    return {ErrorKind::Protocol, {}, what, {}, {}};
}

} // namespace

Result<QByteArray> NativeEventCodec::encodedList(const QList<ClusterEvent> &events)
{
    QByteArray bytes;
    for (const ClusterEvent &event : events) {
        bytes += encoded(event);
        if (bytes.size() > kListBytes)
            return conflict(u"these events are too long for one answer; ask for later ones"_s, u"resync"_s);
    }
    return bytes;
}

Result<QList<ClusterEvent>> NativeEventCodec::decodedList(const QByteArray &bytes, const EventPosition &after)
{
    QList<SseFrame> frames;
    SseParser parser;
    MUSTER_CHECK(parser.feed(bytes, &frames));
    if (frames.size() > limits::kEventRing)
        return broken(u"%1 events are more than are kept"_s.arg(frames.size()));
    QList<ClusterEvent> events;
    events.reserve(frames.size());
    quint64 last = after.number;
    for (const SseFrame &frame : std::as_const(frames)) {
        const Result<ClusterEvent> event = decoded(frame);
        if (!event && event.error().kind == ErrorKind::Unsupported)
            continue;
        if (!event)
            return event.error();
        if (event->position.epoch != after.epoch || event->position.number <= last)
            return broken(u"the event %1 does not follow %2"_s.arg(event->position.toText().left(100)).arg(last));
        last = event->position.number;
        events.append(*event);
    }
    return events;
}

} // namespace muster
