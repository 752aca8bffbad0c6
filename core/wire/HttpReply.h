// SPDX-License-Identifier: Apache-2.0
#pragma once
// One reply as a value: what handlers give to HttpServer. An Error becomes one through HttpError.

#include "core/base/Future.h"

#include <QByteArray>
#include <QJsonArray>
#include <QJsonObject>
#include <QList>

#include <functional>
#include <utility>

namespace muster
{

class SseWriter;
class WsPeer;

//! A reply.
struct HttpReply {
    int status = 200;
    QByteArray contentType = {}; //!< Empty without a body.
    QByteArray body = {};
    QList<std::pair<QByteArray, QByteArray>> headers = {}; //!< More headers; names and values without CR or LF.
    //! Set: this reply becomes a stream of events. Called once, on the server's thread, with the open writer; see
    //! SseWriter for its life.
    std::function<void(SseWriter *)> openStream = {};
    //! Set, of a 101: this reply becomes a WebSocket (wsUpgrade() makes it). Called once, on the server's thread.
    std::function<void(WsPeer *)> openSocket = {};

    static HttpReply json(int status, const QJsonObject &object);
    static HttpReply json(int status, const QJsonArray &array);
    //! JSON that is text already.
    static HttpReply jsonText(int status, QByteArray text);
    static HttpReply text(int status, QByteArray text);
    //! A status without a body, e.g. 204.
    static HttpReply empty(int status);
    //! text/event-stream; \a open gets the writer once its head is on the way.
    static HttpReply stream(std::function<void(SseWriter *)> open);
};

//! The reply to a verb: \a toReply(value) when it succeeds, its Error when it fails. Immediate when \a future is.
template <typename T, typename ToReply>
Future<HttpReply> replyTo(QObject *context, const Future<T> &future, ToReply toReply)
{
    Pending<HttpReply> pending;
    whenDone(context, future, [pending, toReply = std::move(toReply)](Result<T> outcome) mutable {
        if (!outcome)
            pending.finish(outcome.error());
        else if constexpr (std::is_void_v<T>)
            pending.finish(toReply());
        else
            pending.finish(toReply(*outcome));
    });
    return pending.future();
}

} // namespace muster
