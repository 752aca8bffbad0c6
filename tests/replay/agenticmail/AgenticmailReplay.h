// SPDX-License-Identifier: Apache-2.0
#pragma once
// A replay of AgenticMail's control plane: its cluster routes, its sign-in, its limits and its oddities, on loopback. Built
// from what was seen of version 0.5.559; it is not that product.

#include "core/base/Secret.h"
#include "core/wire/HttpServer.h"
#include "tests/replay/agenticmail/NodeTable.h"

#include <QPointer>
#include <QTimer>

#include <vector>

namespace muster {
class SseWriter;
}

namespace muster::replay {

//! How this one behaves.
struct AgenticmailReplayOptions {
    quint16 port = 0;
    QByteArray apiKey = "ek_0123456789abcdef0123456789abcdef";
    QString user = QStringLiteral("owner@example.com");
    QString password = QStringLiteral("correct horse");
    bool hasTwoFactor = false;          //!< A sign-in asks for a second factor.
    int requestsPerMinute = 300;        //!< Of everybody together; 0 does not limit.
    int retryAfterSeconds = 1;          //!< Said with 429.
    milliseconds keepAlive{15'000};     //!< Of the stream; 0 keeps silent.
    QString blocked = {};               //!< Set: every call is 403 with this code, e.g. "HTTPS_REQUIRED".
    bool isAnotherSite = false;         //!< Every path is a page of somebody else: 404 in HTML.
};

//! Listens from construction until it dies. One thread.
class AgenticmailReplay final : public QObject
{
    Q_OBJECT
public:
    //! \a clock must outlive it: of heartbeats, of the limit and of the sweep, which is called by hand.
    AgenticmailReplay(const Clock &clock, AgenticmailReplayOptions options, QObject *parent = nullptr);
    ~AgenticmailReplay() override;
    Q_DISABLE_COPY_MOVE(AgenticmailReplay)

    QUrl url() const;
    NodeTable &nodes() { return m_nodes; }
    //! May be changed at any time.
    AgenticmailReplayOptions &options() { return m_options; }

    //! The next calls whose path begins with \a path get this instead of an answer, once each.
    void answerNext(const QString &path, HttpReply reply) { m_script.append({path, std::move(reply)}); }
    //! Sends \a data as a frame to all readers, whatever it is.
    void sendFrame(const QByteArray &data);
    //! Ends all streams without a word, as a crash of something in between.
    void dropStreams();
    //! Forgets all sessions: tokens handed out before are wrong from now on.
    void endSessions();
    //! Stops listening, then listens again on the same port.
    void close();
    void open();

    //! "GET /api/engine/cluster/nodes" …, all that came, oldest first.
    const QStringList &asked() const { return m_asked; }
    qsizetype streamCount() const { return qsizetype(m_readers.size()); }
    //! Headers of the last call, for tests of what clients show.
    const HttpRequest &lastRequest() const { return m_last; }

private:
    struct Script {
        QString path;
        HttpReply reply;
    };

    void mount();
    Future<HttpReply> answer(const HttpRequest &request);
    std::optional<HttpReply> refusal(const HttpRequest &request, const QString &path);
    std::optional<HttpReply> overLimit(const QString &path);
    HttpReply auth(const HttpRequest &request, const QString &verb);
    HttpReply signIn(const QJsonObject &body);
    Future<HttpReply> cluster(const HttpRequest &request, const QStringList &rest);
    Future<HttpReply> testConnection(const QJsonObject &body);
    Future<HttpReply> restartNode(const QString &id);
    HttpReply stream();
    HttpReply agentStatus(const HttpRequest &request, const QStringList &rest);
    void tellAll(const QJsonObject &frame);

    const Clock &m_clock;
    AgenticmailReplayOptions m_options;
    NodeTable m_nodes;
    Router m_router;
    std::unique_ptr<HttpServer> m_server;
    quint16 m_port = 0;
    std::vector<QPointer<SseWriter>> m_readers;
    QTimer m_keepAlive;
    QList<Script> m_script;
    QStringList m_asked;
    HttpRequest m_last;
    QByteArrayList m_sessions;
    QByteArrayList m_refreshes;
    int m_signIns = 0;
    double m_tokens = 0; // Of the limit's bucket.
    SteadyTime m_filledAt;
    QMap<QString, QJsonObject> m_statuses;
};

} // namespace muster::replay
