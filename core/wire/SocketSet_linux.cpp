// SPDX-License-Identifier: Apache-2.0
#include "core/wire/SocketSet.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <sys/epoll.h>
#include <unistd.h>

namespace muster
{

using namespace Qt::StringLiterals;

namespace
{

constexpr int kNewsAtOnce = 256; // Before others on the thread have their turn.

} // namespace

Result<std::unique_ptr<SocketSet>> SocketSet::make()
{
    const int descriptor = ::epoll_create1(EPOLL_CLOEXEC);
    if (descriptor < 0)
        return storageError(u"watching sockets"_s, QString::fromLocal8Bit(std::strerror(errno)));
    return std::unique_ptr<SocketSet>(new SocketSet(descriptor)); // Not make_unique: the constructor is private.
}

SocketSet::SocketSet(int descriptor) : m_descriptor(descriptor), m_notifier(descriptor, QSocketNotifier::Read)
{
    QObject::connect(&m_notifier, &QSocketNotifier::activated, &m_notifier, [this] { dispatch(); });
}

SocketSet::~SocketSet()
{
    m_notifier.setEnabled(false);
    ::close(m_descriptor);
}

bool SocketSet::control(int operation, Slot slot, Wants wants)
{
    const Entry &entry = m_entries[slot];
    epoll_event event{};
    event.events = EPOLLRDHUP | (wants.read ? quint32(EPOLLIN) : 0) | (wants.write ? quint32(EPOLLOUT) : 0);
    event.data.u64 = quint64(entry.generation) << 32 | slot;
    return ::epoll_ctl(m_descriptor, operation, entry.descriptor, &event) == 0;
}

SocketSet::Slot SocketSet::join(int descriptor, SocketMember *member)
{
    if (m_free.empty()) {
        m_free.push_back(Slot(m_entries.size()));
        m_entries.emplace_back();
    }
    const Slot slot = m_free.back();
    Entry &entry = m_entries[slot];
    entry.member = member;
    entry.descriptor = descriptor;
    if (!control(EPOLL_CTL_ADD, slot, {})) {
        entry.member = nullptr;
        return kNoSlot;
    }
    m_free.pop_back();
    return slot;
}

void SocketSet::change(Slot slot, Wants wants)
{
    if (slot != kNoSlot)
        (void)control(EPOLL_CTL_MOD, slot, wants); // Cannot fail for a descriptor that is open and watched.
}

void SocketSet::leave(Slot slot)
{
    if (slot == kNoSlot)
        return;
    (void)control(EPOLL_CTL_DEL, slot, {});
    m_entries[slot].member = nullptr;
    ++m_entries[slot].generation;
    m_free.push_back(slot);
}

void SocketSet::dispatch()
{
    std::array<epoll_event, kNewsAtOnce> news;
    const int count = ::epoll_wait(m_descriptor, news.data(), kNewsAtOnce, 0);
    for (int i = 0; i < count; ++i) { // Below 0: interrupted; it comes again.
        const epoll_event &one = news[size_t(i)];
        const Entry entry = m_entries[one.data.u64 & 0xffffffffU]; // A copy: members that join meanwhile move the others.
        if (!entry.member || entry.generation != quint32(one.data.u64 >> 32))
            continue;
        const bool isBroken = (one.events & (EPOLLHUP | EPOLLERR)) != 0;
        entry.member->takeSocketNews((one.events & EPOLLIN) != 0, isBroken || (one.events & EPOLLRDHUP) != 0, (one.events & EPOLLOUT) != 0);
    }
}

} // namespace muster
