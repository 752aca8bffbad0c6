// SPDX-License-Identifier: Apache-2.0
// Event streams.
#include "core/wire/SseParser.h"
#include "tests/fuzz/Cut.h"
#include "tests/fuzz/FuzzTargets.h"

namespace muster {

namespace {

struct Outcome {
    QList<SseFrame> frames;
    QString lastId;
    std::optional<milliseconds> retry;
    qint64 comments = 0;
    bool isBroken = false;
    bool operator==(const Outcome &) const = default;
};

Outcome outcomeOf(const QList<QByteArrayView> &pieces)
{
    SseParser parser;
    Outcome outcome;
    for (const QByteArrayView piece : pieces) {
        if (!outcome.isBroken)
            outcome.isBroken = !parser.feed(piece, &outcome.frames);
    }
    outcome.lastId = parser.lastId();
    outcome.retry = parser.retry();
    outcome.comments = parser.comments();
    return outcome;
}

} // namespace

void fuzzSse(QByteArrayView input)
{
    const Cut cut(input);
    const Outcome whole = outcomeOf(cut.whole);
    promise(whole == outcomeOf(cut.pieces), "events do not depend on where the stream was cut");
    promise(!whole.retry || (*whole.retry >= milliseconds(0) && *whole.retry <= limits::kSseRetryMost),
            "a reconnection time is bounded");
    promise(whole.lastId.size() <= limits::kSseIdBytes, "an id is bounded");
    for (const SseFrame &frame : whole.frames) {
        const QByteArray bytes = frame.encoded();
        const QList<SseFrame> again = outcomeOf({QByteArrayView(bytes)}).frames;
        SseFrame kept = frame;
        kept.event.remove(QChar(0)); // Not sent on.
        promise(!frame.data.contains('\r'), "no line end stays in data");
        promise(again.size() == 1 && again.first() == kept, "a frame that was read can be sent on");
    }
}

} // namespace muster
