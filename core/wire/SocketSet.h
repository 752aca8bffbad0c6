// SPDX-License-Identifier: Apache-2.0
#pragma once
// The sockets of a server, watched together: a turn of the event loop costs by what happened, not by how many are open. Qt's
// own notifiers are all handed to poll() in each turn, which with five thousand idle peers is most of a server's work (H-1).
// Used by PeerSocket.

#include "core/base/Result.h"

#include <QSocketNotifier>

#include <memory>
#include <vector>

namespace muster
{

//! One socket's owner, as the set knows it.
class SocketMember
{
public:
    //! Something came, or the peer has ended its side, or the connection broke; or there is room to send again.
    virtual void takeSocketNews(bool canRead, bool hasEnded, bool canWrite) = 0;

protected:
    ~SocketMember() = default;
};

//! Level-triggered: news come again in each turn until they are dealt with. All on the thread that made it, which needs an event
//! loop. Linux: epoll(7).
class SocketSet
{
public:
    //! What of a socket is wanted; that the peer has ended is always told.
    struct Wants {
        bool read = true;
        bool write = false;
        bool operator==(const Wants &) const = default;
    };
    //! A place in the set; reused once its socket has left.
    using Slot = quint32;
    static constexpr Slot kNoSlot = ~Slot(0);

    //! Storage error when the system gives no descriptor for it.
    static Result<std::unique_ptr<SocketSet>> make();
    ~SocketSet();
    Q_DISABLE_COPY_MOVE(SocketSet)

    //! Begins to watch; kNoSlot when the system has no room. \a member must leave before it dies.
    Slot join(int descriptor, SocketMember *member);
    void change(Slot slot, Wants wants);
    //! Before the descriptor is closed. News of it that were fetched already are dropped. kNoSlot is ignored.
    void leave(Slot slot);

private:
    struct Entry {
        SocketMember *member = nullptr; // Null: free.
        int descriptor = -1;
        quint32 generation = 0; // Tells news of a former owner of the slot.
    };

    explicit SocketSet(int descriptor);
    void dispatch();
    bool control(int operation, Slot slot, Wants wants);

    const int m_descriptor;
    QSocketNotifier m_notifier;
    std::vector<Entry> m_entries;
    std::vector<Slot> m_free;
};

} // namespace muster
