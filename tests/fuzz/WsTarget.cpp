// SPDX-License-Identifier: Apache-2.0
// Frames of WebSockets, as both ends read them. The first byte says which end reads.
#include "core/wire/WsReader.h"
#include "tests/fuzz/Cut.h"
#include "tests/fuzz/FuzzTargets.h"

namespace muster {

namespace {

constexpr qsizetype kMost = 1000; //!< Of a message: small, so that fuzzing meets it.

struct Outcome {
    QList<WsMessage> messages;
    WsReader::State state = WsReader::State::Open;
    quint16 failureCode = 0;
    QString failure;
    bool operator==(const Outcome &) const = default;
};

Outcome outcomeOf(WsRole role, const QList<QByteArrayView> &pieces)
{
    WsReader reader(role, kMost);
    Outcome outcome;
    for (const QByteArrayView piece : pieces)
        reader.feed(piece, &outcome.messages);
    outcome.state = reader.state();
    outcome.failureCode = reader.failureCode();
    outcome.failure = reader.failure();
    return outcome;
}

//! \a message in one frame, as it is sent to \a reader.
QByteArray written(const WsMessage &message, WsRole reader)
{
    const std::optional<quint32> mask = reader == WsRole::Server ? std::optional<quint32>(0x37fa213d) : std::nullopt;
    if (message.kind != WsOpcode::Close)
        return wsFrame(message.kind, message.bytes, mask);
    const QByteArray payload = message.code == wsclose::kNone ? QByteArray() : wsClosePayload(message.code, QString::fromUtf8(message.bytes));
    return wsFrame(WsOpcode::Close, payload, mask);
}

bool isControl(WsOpcode kind)
{
    return kind == WsOpcode::Ping || kind == WsOpcode::Pong || kind == WsOpcode::Close;
}

} // namespace

void fuzzWs(QByteArrayView input)
{
    if (input.isEmpty())
        return;
    const WsRole role = (input.front() & 1) != 0 ? WsRole::Server : WsRole::Client;
    const Cut cut(input.sliced(1));
    const Outcome whole = outcomeOf(role, cut.whole);
    promise(whole == outcomeOf(role, cut.pieces), "messages do not depend on where their bytes were cut");
    promise((whole.state == WsReader::State::Failed) == (whole.failureCode != 0), "a failure has its code, and nothing else has one");
    for (qsizetype i = 0; i < whole.messages.size(); ++i) {
        const WsMessage &message = whole.messages[i];
        promise(message.kind != WsOpcode::Continuation, "fragments are put together");
        promise(message.bytes.size() <= (isControl(message.kind) ? 125 : kMost), "a message is bounded");
        if (message.kind == WsOpcode::Text || message.kind == WsOpcode::Close)
            promise(QString::fromUtf8(message.bytes).toUtf8() == message.bytes, "a text is UTF-8");
        promise(message.kind != WsOpcode::Close || i == whole.messages.size() - 1, "nothing follows a close");
        const QByteArray bytes = written(message, role);
        const Outcome again = outcomeOf(role, {QByteArrayView(bytes)});
        promise(again.messages == QList<WsMessage>{message}, "a message that was read can be sent on");
    }
}

} // namespace muster
