// SPDX-License-Identifier: Apache-2.0
#include "core/handlers/agent/DescriptorWatch.h"

#include <sys/epoll.h>

#include <array>

namespace muster {

namespace {

constexpr int kServedATurn = 64;
constexpr std::chrono::milliseconds kWait{25};

} // namespace

DescriptorWatch::DescriptorWatch(Haste haste, QObject *parent)
    : QObject(parent), m_epoll(::epoll_create1(EPOLL_CLOEXEC)), m_notifier(m_epoll.number(), QSocketNotifier::Read),
      m_haste(haste)
{
    connect(&m_notifier, &QSocketNotifier::activated, this, &DescriptorWatch::serve);
    m_waiting.setSingleShot(true);
    connect(&m_waiting, &QTimer::timeout, this, [this] { m_notifier.setEnabled(true); });
}

quint64 DescriptorWatch::add(const Descriptor &descriptor, For purpose, Ready ready)
{
    const quint32 events = purpose == For::Reading ? EPOLLIN : EPOLLOUT;
    const Watched watched{descriptor.number(), events, std::move(ready)};
    if (!control(EPOLL_CTL_ADD, ++m_last, watched, events))
        return 0;
    m_watched.insert(m_last, watched);
    return m_last;
}

void DescriptorWatch::pause(quint64 number)
{
    // Taken out: an end that is gone would be told even with no event wanted.
    if (const auto it = m_watched.constFind(number); it != m_watched.constEnd())
        control(EPOLL_CTL_DEL, number, *it, 0);
}

void DescriptorWatch::resume(quint64 number)
{
    if (const auto it = m_watched.constFind(number); it != m_watched.constEnd())
        control(EPOLL_CTL_ADD, number, *it, it->events);
}

void DescriptorWatch::remove(quint64 number)
{
    if (const auto it = m_watched.constFind(number); it != m_watched.constEnd()) {
        control(EPOLL_CTL_DEL, number, *it, 0);
        m_watched.erase(it);
    }
}

void DescriptorWatch::serve()
{
    if (serveReady() == Found::Little && m_haste == Haste::MayWait) {
        m_notifier.setEnabled(false);
        m_waiting.start(kWait);
    }
}

DescriptorWatch::Found DescriptorWatch::serveReady()
{
    std::array<epoll_event, kServedATurn> events;
    const int count = ::epoll_wait(m_epoll.number(), events.data(), kServedATurn, 0);
    Found found = count == kServedATurn ? Found::Much : Found::Little;
    for (int i = 0; i < count; ++i) {
        // By number: a call before may have removed this one, and its descriptor may be another's by now.
        const auto it = m_watched.constFind(events[static_cast<size_t>(i)].data.u64);
        if (it == m_watched.constEnd())
            continue;
        const Ready ready = it->ready; // A copy: the call may remove itself.
        if (ready() == Found::Much)
            found = Found::Much;
    }
    return found;
}

bool DescriptorWatch::control(int operation, quint64 number, const Watched &watched, quint32 events) const
{
    epoll_event event{};
    event.events = events;
    event.data.u64 = number;
    return ::epoll_ctl(m_epoll.number(), operation, watched.descriptor, &event) == 0;
}

} // namespace muster
