// SPDX-License-Identifier: Apache-2.0
#pragma once
// Follows one event stream for as long as it is wanted: resumes, backs off, notices silence (decisions.md 11).

#include "core/base/Backoff.h"
#include "core/base/Clock.h"
#include "core/base/Error.h"
#include "core/base/Limits.h"
#include "core/base/Secret.h"
#include "core/base/Service.h"
#include "core/wire/SseParser.h"
#include "core/wire/TlsTrust.h"

#include <QList>
#include <QObject>
#include <QTimer>
#include <QUrl>

#include <optional>
#include <utility>

namespace muster
{

class ClientLine;
struct ClientRequest;
struct ReplyHead;

//! How to follow.
struct SseClientOptions {
    QUrl url = {};
    Secret token = {};   //!< Shown as `Authorization: Bearer`; empty shows none.
    TlsTrust trust = {}; //!< Whom to believe behind an https url.
    QString lastId = {}; //!< Resume from here; empty from now.
    QList<std::pair<QByteArray, QByteArray>> headers = {};
    milliseconds keepAlive = limits::kSseKeepAlive;          //!< The server sends something at least this often.
    //! From asking to the head of the reply. In the first minute after a loss most attempts have 2 s only.
    milliseconds connectDeadline = limits::kConnectDeadline;
    milliseconds retryFirst = limits::kRetryFirst;
    milliseconds retryMost = limits::kRetryMost; //!< Until retryMostUntil after the loss.
    milliseconds retryMostUntil = limits::kRetryMostUntil;
    milliseconds retryLater = limits::kRetryLater; //!< From then on, and after a refusal.
    quint32 seed = 1;                              //!< Of the back-off's random numbers.
};

//! One followed stream. Signals of one connection: opened(), then any of frame() and alive(), perhaps quiet(), then
//! lost() or refused(). stop() is silent: no signal follows it. One thread; the clock must outlive it.
class SseClient final : public QObject, public Service
{
    Q_OBJECT
public:
    SseClient(const Clock &clock, SseClientOptions options, QObject *parent = nullptr);
    ~SseClient() override;
    Q_DISABLE_COPY_MOVE(SseClient)

    //! Connects now instead of waiting for the next try; nothing happens while connected or stopped.
    void retryNow();
    //! The line is not believed any more (we slept, the network changed): ends whatever connection or attempt there is and
    //! connects at once, as for a stream that has only just been lost. An open stream says lost() first. Nothing happens
    //! while stopped.
    void reconnectNow();
    //! Shows \a token from the next connection on.
    void setToken(Secret token) { m_options.token = std::move(token); }
    //! Resumes from \a id at the next connection; empty forgets the position.
    void setLastId(const QString &id) { m_lastId = id; }
    const QString &lastId() const { return m_lastId; }
    bool isConnected() const { return m_isOpened; }

Q_SIGNALS:
    //! The server accepted; once a connection.
    void opened();
    //! An event arrived.
    void frame(const muster::SseFrame &frame);
    //! Bytes arrived, of whatever kind; at most once a read.
    void alive();
    //! Nothing arrived for two keep-alives; once a silence. From then on the server is asked on a second connection: whether
    //! the first one leads nowhere cannot be told otherwise. alive() ends it, or lost(): with opened() right behind it when
    //! the server takes the second connection, else after the third keep-alive.
    void quiet(qint64 silentMs);
    //! The connection ended or did not come about; the next try is in \a nextTryMs. \a attempt counts from 1 since the
    //! last opened().
    void lost(const muster::Error &error, qint64 nextTryMs, int attempt);
    //! The server does not want us: 401, 403, 404 or 421. It is asked again every retryLater, as keys and servers
    //! change. With 204 it asks us to stop (WHATWG): \a nextTryMs is -1, and only retryNow() or reconnectNow() ask again.
    void refused(const muster::Error &error, qint64 nextTryMs);

protected:
    void startUp() override;
    void shutDown() override;

private:
    void connectNow();
    ClientRequest request() const;
    void follow(ClientLine *line);
    void race();
    void takeRival();
    static bool isStream(const ReplyHead &head);
    void readHead();
    void take(const QByteArray &bytes);
    void takeFinished();
    void watch();
    void lose(const Error &error);
    void takeUnopened(ErrorKind kind);
    void refuse(const Error &error, std::optional<milliseconds> delay);
    void dropLine();
    void dropRival();
    milliseconds nextDelay();
    milliseconds deadline() const;
    milliseconds watchInterval() const;
    Error silent(milliseconds span) const;
    QString who() const;

    const Clock &m_clock;
    SseClientOptions m_options;
    ClientLine *m_line = nullptr; // Child; of this connection or attempt.
    ClientLine *m_rival = nullptr; // Child; asks whether the server is there while m_line is quiet.
    SseParser m_parser;
    Backoff m_backoff;
    QTimer m_retryTimer;
    QTimer m_watchTimer;
    QString m_lastId;
    QByteArray m_refusal; // The body of a reply that is no stream.
    SteadyTime m_startedAt; // The attempt.
    SteadyTime m_lastByte;
    SteadyTime m_racedAt; // The rival's start.
    SteadyTime m_openedAt;
    std::optional<SteadyTime> m_lostSince;
    milliseconds m_askedRetry{0}; // What the server asked for, within our bounds.
    int m_attempt = 0;
    bool m_isOpened = false;
    bool m_isQuiet = false;
};

} // namespace muster
