// SPDX-License-Identifier: Apache-2.0
#pragma once
// Many descriptors behind one notifier: with one each, Qt's loop would look at all of them in every turn.

#include "core/handlers/agent/Descriptor.h"

#include <QHash>
#include <QSocketNotifier>
#include <QTimer>

#include <functional>

namespace muster {

//! Tells when descriptors can be read or written, from the event loop of its thread. Level-triggered: what is not read is told
//! again in the next turn, and a turn serves a bounded number, so that one busy descriptor starves nobody.
//! One that may wait looks a few times a second instead of at each line of hundreds of writers, unless there is much to read.
class DescriptorWatch final : public QObject
{
    Q_OBJECT
public:
    enum class Haste { AtOnce, MayWait };
    enum class For { Reading, Writing };
    //! What a call found: little, or as much as it could take.
    enum class Found { Little, Much };
    using Ready = std::function<Found()>;

    explicit DescriptorWatch(Haste haste, QObject *parent = nullptr);
    Q_DISABLE_COPY_MOVE(DescriptorWatch)

    //! Calls \a ready when \a descriptor can be read or written, or its other end is gone. The number is for the calls below; 0
    //! when the kernel refuses (a file on disk, no memory).
    quint64 add(const Descriptor &descriptor, For purpose, Ready ready);
    //! Stops and takes up again telling about \a number.
    void pause(quint64 number);
    void resume(quint64 number);
    //! Call before the descriptor is closed; \a number may be 0. Safe from inside a call of any Ready.
    void remove(quint64 number);

private:
    struct Watched {
        int descriptor = -1;
        quint32 events = 0;
        Ready ready;
    };

    void serve();
    Found serveReady();
    bool control(int operation, quint64 number, const Watched &watched, quint32 events) const;

    Descriptor m_epoll;
    QSocketNotifier m_notifier;
    QTimer m_waiting; // Set when it may wait.
    const Haste m_haste;
    QHash<quint64, Watched> m_watched;
    quint64 m_last = 0;
};

} // namespace muster
