// SPDX-License-Identifier: Apache-2.0
#include "core/mirror/LogTap.h"

namespace muster {

LogTap::LogTap(Cluster *cluster) : m_cluster(cluster)
{
    qRegisterMetaType<QList<LogLine>>();
    qRegisterMetaType<Error>();
    moveToThread(cluster->thread());
}

LogTap::~LogTap() = default;

void LogTap::follow(quint64 round, const LogSource &source, quint64 after)
{
    QMetaObject::invokeMethod(this, [this, round, source, after] { followHere(round, source, after); });
}

void LogTap::end()
{
    QMetaObject::invokeMethod(this, [this] { m_feed.reset(); });
}

void LogTap::followHere(quint64 round, const LogSource &source, quint64 after)
{
    m_feed.reset();
    if (!m_cluster)
        return;
    m_feed = m_cluster->followLog(source, after);
    if (!m_feed) {
        Q_EMIT lacking(round);
        return;
    }
    connect(m_feed.get(), &LogFeed::arrived, this, [this, round](const QList<LogLine> &lines) { Q_EMIT arrived(round, lines); });
    connect(m_feed.get(), &LogFeed::ended, this, [this, round](const Error &error) {
        m_feed.release()->deleteLater(); // It is talking.
        Q_EMIT ended(round, error);
    });
}

} // namespace muster
