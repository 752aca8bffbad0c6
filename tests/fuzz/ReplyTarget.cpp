// SPDX-License-Identifier: Apache-2.0
// Replies of servers, as clients read them.
#include "core/wire/ReplyReader.h"
#include "tests/fuzz/Cut.h"
#include "tests/fuzz/FuzzTargets.h"

namespace muster {

namespace {

struct Outcome {
    ReplyReader::State state = ReplyReader::State::Head;
    int status = 0;
    QByteArray body{};
    qsizetype taken = 0;
    bool keeps = false;
    bool operator==(const Outcome &) const = default;
};

Outcome outcomeOf(const QList<QByteArrayView> &pieces)
{
    using State = ReplyReader::State;
    ReplyReader reader;
    Outcome outcome;
    const auto isOver = [&reader] { return reader.state() == State::Complete || reader.state() == State::Failed; };
    for (QByteArrayView piece : pieces) {
        while (!piece.isEmpty() && !isOver()) {
            const qsizetype taken = reader.feed(piece, &outcome.body);
            promise(taken > 0, "a reader that goes on takes bytes");
            outcome.taken += taken;
            piece = piece.sliced(taken);
        }
    }
    reader.end();
    outcome.state = reader.state();
    outcome.keeps = reader.keepsConnection();
    outcome.status = reader.head().status;
    promise(outcome.status == 0 || (outcome.status >= 200 && outcome.status <= 999), "interim replies are not handed on");
    if (outcome.state == State::Failed) { // Of a bad reply only that it is one matters.
        outcome.body.clear();
        outcome.taken = 0;
    }
    return outcome;
}

} // namespace

void fuzzReply(QByteArrayView input)
{
    const Cut cut(input);
    promise(outcomeOf(cut.whole) == outcomeOf(cut.pieces), "a reply does not depend on where its bytes were cut");
}

} // namespace muster
