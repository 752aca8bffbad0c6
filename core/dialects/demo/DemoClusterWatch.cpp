// SPDX-License-Identifier: Apache-2.0
// The verbs of DemoCluster that look: logs and the audit log.
#include "core/dialects/demo/DemoAnswer.h"

namespace muster {

using namespace Qt::StringLiterals;

Future<LogPage> DemoCluster::log(LogQuery query, Actor by)
{
    return answer<LogPage>([this, query, by] { return m_logs.page(query, demoNow(), by); });
}

std::unique_ptr<LogFeed> DemoCluster::followLog(LogSource source, quint64 after, Actor by)
{
    if (m_link.state != LinkState::Live || !m_logs.page({.source = source, .after = 0, .most = 1}, demoNow(), by))
        return nullptr;
    auto feed = std::make_unique<LogFeed>();
    m_readers.push_back({feed.get(), std::move(source), after});
    return feed;
}

void DemoCluster::tellReaders()
{
    std::erase_if(m_readers, [](const Reader &one) { return one.feed.isNull(); });
    // By number: whoever hears may begin to follow another log.
    const size_t readers = m_readers.size();
    for (size_t i = 0; i < readers; ++i) {
        const QPointer<LogFeed> feed = m_readers[i].feed;
        const QList<LogLine> lines = m_logs.linesAfter(m_readers[i].source, m_readers[i].last, demoNow());
        if (lines.isEmpty() || feed.isNull())
            continue;
        m_readers[i].last = lines.constLast().number;
        Q_EMIT feed->arrived(lines);
    }
}

void DemoCluster::endReaders()
{
    const std::vector<Reader> readers = std::exchange(m_readers, {});
    for (const Reader &one : readers) {
        if (one.feed)
            Q_EMIT one.feed->ended({.kind = ErrorKind::Unreachable, .where = {}, .what = u"the demo's link is down"_s, .code = {}, .field = {}});
    }
}

Future<AuditPage> DemoCluster::audit(AuditQuery query)
{
    return answer<AuditPage>([this, query]() -> Result<AuditPage> { return m_audit.page(query); });
}

Future<AuditProof> DemoCluster::verifyAudit()
{
    return answer<AuditProof>([this]() -> Result<AuditProof> { return m_audit.verify(); });
}

} // namespace muster
