// SPDX-License-Identifier: Apache-2.0
// Chunked bodies.
#include "core/wire/ChunkReader.h"
#include "tests/fuzz/Cut.h"
#include "tests/fuzz/FuzzTargets.h"

namespace muster {

namespace {

constexpr qsizetype kMost = 200;

struct Outcome {
    QByteArray body;
    ChunkReader::State state = ChunkReader::State::More;
    qsizetype taken = 0;
    bool operator==(const Outcome &) const = default;
};

Outcome outcomeOf(const QList<QByteArrayView> &pieces)
{
    ChunkReader reader;
    Outcome outcome;
    for (const QByteArrayView piece : pieces) {
        if (reader.state() != ChunkReader::State::More)
            break;
        outcome.taken += reader.feed(piece, &outcome.body, kMost);
        promise(outcome.body.size() <= kMost, "a body is not longer than its limit");
    }
    outcome.state = reader.state();
    if (outcome.state != ChunkReader::State::Done)
        outcome.taken = 0; // Only where a good body ends matters.
    if (outcome.state == ChunkReader::State::Failed || outcome.state == ChunkReader::State::TooLarge)
        outcome.body.clear();
    return outcome;
}

} // namespace

void fuzzChunks(QByteArrayView input)
{
    const Cut cut(input);
    promise(outcomeOf(cut.whole) == outcomeOf(cut.pieces), "a chunked body does not depend on where it was cut");
}

} // namespace muster
