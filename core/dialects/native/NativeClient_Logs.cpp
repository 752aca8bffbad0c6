// SPDX-License-Identifier: Apache-2.0
// The verbs of NativeClient about logs.
#include "core/dialects/native/NativeClient.h"
#include "core/dialects/native/NativeLogFeed.h"
#include "core/dialects/native/NativeLogs.h"

#include <QUrlQuery>

namespace muster {

using namespace Qt::StringLiterals;

Future<LogPage> NativeClient::log(LogQuery query, Actor)
{
    return calling<LogPage>([this, query = std::move(query)] {
        return readingAside<LogPage>(u"reading the log of "_s + query.source.text(),
                                     m_http.get(u"/api/v1/logs"_s + NativeLogs::queryOf(query), {.replyBytes = NativeLogs::kPageBytes}),
                                     &NativeLogs::readPage);
    });
}

std::unique_ptr<LogFeed> NativeClient::followLog(LogSource source, quint64 after, Actor)
{
    if (m_bar)
        return std::make_unique<NativeLogFeed>(m_clock, *m_bar);
    if (!m_features.testFlag(Feature::Logs))
        return nullptr;
    SseClientOptions options = m_streamOptions;
    options.url.setPath(u"/api/v1/logs/stream"_s);
    QUrlQuery query;
    query.addQueryItem(u"source"_s, QString::fromLatin1(QUrl::toPercentEncoding(source.text(), ":/"_ba)));
    options.url.setQuery(query);
    return std::make_unique<NativeLogFeed>(m_clock, std::move(options), after);
}

} // namespace muster
