// SPDX-License-Identifier: Apache-2.0
// The handlers about logs.
#include "core/dialects/native/LogPump.h"
#include "core/dialects/native/NativeLogs.h"
#include "core/dialects/native/NativeRoutesApi.h"
#include "core/wire/SseWriter.h"

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

//! What the reader of a stream has: its last id, which goes before the path, as a browser repeats that.
quint64 lastOf(const HttpRequest &request, quint64 after)
{
    bool isNumber = false;
    const quint64 last = request.header("Last-Event-ID").toByteArray().toULongLong(&isNumber);
    return isNumber ? std::min<quint64>(last, limits::kJsonWholeMost) : after;
}

} // namespace

Future<HttpReply> NativeRoutes::Api::log(const HttpRequest &request)
{
    const Result<LogQuery> query = NativeLogs::readQuery(request);
    if (!query)
        return failed<HttpReply>(query.error());
    return replyTo(this, m_cluster.log(*query, actorOf(request)),
                   [](const LogPage &page) { return HttpReply::jsonText(200, NativeLogs::write(page)); });
}

Future<HttpReply> NativeRoutes::Api::followLog(const HttpRequest &request)
{
    const Result<LogQuery> query = NativeLogs::readQuery(request);
    if (!query)
        return failed<HttpReply>(query.error());
    if (m_cluster.thread() != thread())
        return failed<HttpReply>(unsupported(u"logs cannot be followed here"_s));
    const quint64 after = lastOf(request, query->after);
    const Actor by = actorOf(request);
    // Asked first, so that one who may not gets a status and no stream.
    LogQuery ask{query->source};
    ask.most = 1;
    const QPointer<Api> here(this);
    return replyTo(this, m_cluster.log(ask, by), [here, source = query->source, after, by](const LogPage &) {
        return HttpReply::stream([here, source, after, by](SseWriter *writer) {
            if (here)
                new LogPump(here->m_cluster, source, after, by, writer, here);
        });
    });
}

} // namespace muster
