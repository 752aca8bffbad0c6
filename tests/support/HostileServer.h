// SPDX-License-Identifier: Apache-2.0
#pragma once
// A server on a real socket that answers as a hostile one would: without end, drop by drop, or with lies. For clients.

#include "core/base/Timestamp.h"
#include "core/base/WorkerThread.h"

#include <QByteArray>
#include <QSslConfiguration>
#include <QUrl>

#include <atomic>
#include <functional>
#include <memory>
#include <optional>

namespace muster
{

class HostileListener;

//! What one request gets.
struct HostileAnswer {
    QByteArray head; //!< Sent at once; need not be HTTP.
    //! Piece number n, from 0, sent as fast as it is taken; an empty one is the last. None: nothing follows.
    std::function<QByteArray(qint64)> more = {};
    milliseconds every{0}; //!< Pause before each piece.
    bool closes = true;    //!< After the last piece, in good order.
};

//! Listens on 127.0.0.1 on a thread of its own, so that a client that stands still is not its victim's fault. Buffers
//! at most 256 KiB of a connection, so that what the process grows by is the client's.
class HostileServer
{
public:
    //! \a answers is called on the server's thread with the head of each request. \a tls: its certificate and key, for
    //! a server behind TLS.
    explicit HostileServer(std::function<HostileAnswer(const QByteArray &head)> answers,
                           const std::optional<QSslConfiguration> &tls = {});
    ~HostileServer();
    Q_DISABLE_COPY_MOVE(HostileServer)

    QUrl url() const;
    //! Requests whose heads came whole.
    int requests() const { return m_requests; }

private:
    WorkerThread m_thread{QStringLiteral("hostile-server")};
    std::unique_ptr<HostileListener> m_listener; // On that thread.
    std::atomic<int> m_requests = 0;
    quint16 m_port = 0;
    bool m_isTls = false;
};

} // namespace muster
