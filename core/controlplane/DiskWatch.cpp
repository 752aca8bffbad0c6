// SPDX-License-Identifier: Apache-2.0
#include "core/controlplane/DiskWatch.h"

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr milliseconds kLook{3000};

} // namespace

DiskWatch::DiskWatch(Parts parts, QObject *parent) : QObject(parent), m_parts(std::move(parts))
{
    m_timer.setInterval(kLook);
    connect(&m_timer, &QTimer::timeout, this, &DiskWatch::look);
    m_timer.start();
}

void DiskWatch::look()
{
    if (std::exchange(m_isAsking, true))
        return;
    whenDone(this, m_parts.store.hasRoom(), [this](const Result<bool> &hasRoom) {
        m_isAsking = false;
        m_hasRoom = hasRoom.value_or(m_hasRoom);
    });
}

QList<ClusterNotice> DiskWatch::notices() const
{
    const std::optional<LogBook::Lost> &lost = m_parts.logs.lost();
    const QString dropped = lost && lost->lines > 0 ? u" %1 lines of logs were dropped so far."_s.arg(lost->lines) : QString();
    const bool isFull = m_parts.queue.isFull() || !m_hasRoom || (lost && lost->why.code == "disk-full"_L1);
    if (isFull)
        return {{u"disk-full"_s, u"The disk of %1 is full: new jobs are refused and logs are not kept until there is room; "
                                 "jobs that run can end."_s.arg(m_parts.node) + dropped}};
    if (lost)
        return {{u"logs-dropped"_s, u"%1 cannot write logs: %2."_s.arg(m_parts.node, lost->why.what) + dropped}};
    return {};
}

} // namespace muster
