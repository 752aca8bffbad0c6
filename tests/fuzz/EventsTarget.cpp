// SPDX-License-Identifier: Apache-2.0
// Events of our own stream: the first line is the kind, the second the id, the rest is data.
#include "core/dialects/native/NativeEventCodec.h"
#include "core/wire/SseParser.h"
#include "tests/fuzz/FuzzTargets.h"

namespace muster {

void fuzzEvents(QByteArrayView input)
{
    const qsizetype kindEnd = input.indexOf('\n');
    const qsizetype idEnd = kindEnd < 0 ? -1 : input.indexOf('\n', kindEnd + 1);
    if (idEnd < 0)
        return;
    const SseFrame frame{.id = QString::fromUtf8(input.sliced(kindEnd + 1, idEnd - kindEnd - 1)),
                         .event = QString::fromUtf8(input.first(kindEnd)),
                         .data = input.sliced(idEnd + 1).toByteArray()};
    const Result<ClusterEvent> event = NativeEventCodec::decoded(frame);
    if (!event)
        return;
    SseParser parser;
    QList<SseFrame> frames;
    promise(parser.feed(NativeEventCodec::encoded(*event), &frames).has_value() && frames.size() == 1,
            "an event that was read can be sent on");
    const Result<ClusterEvent> again = NativeEventCodec::decoded(frames.first());
    promise(again && *again == *event, "an event that was read and sent on is the same event");
}

} // namespace muster
