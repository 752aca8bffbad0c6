// SPDX-License-Identifier: Apache-2.0
#pragma once
// A replay of AgenticMail's worker: registers once, then beats, shows no credentials and reads no answer.

#include "core/wire/HttpClient.h"

#include <QJsonObject>
#include <QTimer>

namespace muster::replay {

//! One process, which is one agent.
struct WorkerReplayOptions {
    QUrl controlPlane;
    QString nodeId = QStringLiteral("worker-1");
    QString name = QStringLiteral("Worker 1");
    QString agent = QStringLiteral("11111111-2222-4333-8444-555555555555");
    QString host = QStringLiteral("127.0.0.1");
    int port = 3101; //!< Announced; it listens elsewhere, if at all.
    //! WORKER_CAPABILITIES as one entry, whatever commas it has, and "browser" always.
    QStringList capabilities{QStringLiteral("gpu,docker"), QStringLiteral("browser")};
    milliseconds interval{30'000};
    Secret key = {}; //!< Set: as behind a proxy that adds one.
};

//! Runs from start() until it dies; a stop tells nobody but the agent's status. One thread.
class WorkerReplay final : public QObject
{
    Q_OBJECT
public:
    explicit WorkerReplay(WorkerReplayOptions options, QObject *parent = nullptr);
    Q_DISABLE_COPY_MOVE(WorkerReplay)

    //! Reports its agent, registers, and beats after each interval.
    void start();
    //! One round of beats now, as if the interval had passed.
    void beat();
    //! As at SIGTERM: the agent is offline, the cluster is not told.
    void stop();

    //! What was answered to what, which it does not read: "register 200"; 0 is no answer. For tests.
    const QStringList &answers() const { return m_answers; }

Q_SIGNALS:
    //! One more of answers().
    void answered(const QString &what);

private:
    void post(const QString &what, const QString &id, const QJsonObject &body);

    WorkerReplayOptions m_options;
    HttpClient m_http;
    QTimer m_timer;
    QStringList m_answers;
};

} // namespace muster::replay
