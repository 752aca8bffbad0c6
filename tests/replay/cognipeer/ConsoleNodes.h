// SPDX-License-Identifier: Apache-2.0
#pragma once
// The rows of the replayed console's "nodes" table, and what its processes do to them: boot, beat, sweep, stop, die.

#include "core/base/Clock.h"

#include <QJsonArray>
#include <QList>
#include <QStringList>

#include <optional>

namespace muster {

//! One row, with the process behind it.
struct ConsoleNode {
    QString name;
    QString role = QStringLiteral("all"); //!< main, worker or all; informational only.
    std::optional<QString> url;
    QStringList tags;
    QString status = QStringLiteral("online"); //!< The stored word: online, offline or draining.
    Timestamp lastHeartbeatAt = {};
    Timestamp startedAt = {};
    std::optional<QString> version = QStringLiteral("0.1.0");
    QString hostname = QStringLiteral("vm");
    std::optional<qint64> pid = 1291;
    bool isAlive = true; //!< Whether a process still beats for it.
};

//! Heartbeats every 10 s; a sweep every 30 s, by any process that lives, makes rows offline whose beat is older than 30 s.
//! Everything that was due is caught up with when somebody looks.
class ConsoleNodes
{
public:
    //! \a clock must outlive it.
    explicit ConsoleNodes(const Clock &clock);

    //! A process boots: its row is replaced, online, started and beating now.
    void boot(ConsoleNode node);
    //! SIGKILL: the row keeps its word until somebody sweeps.
    void kill(const QString &name);
    //! SIGTERM: offline at once.
    void end(const QString &name);
    //! Sets the stored word by hand, as the only way to "draining".
    void setStatus(const QString &name, const QString &word);
    //! Deletes the row by hand; nothing in the product does.
    void erase(const QString &name);

    //! The rows, by name.
    const QList<ConsoleNode> &rows();
    QJsonArray json();
    //! The first online row by name with role main or all, else \a own. The documentation says otherwise.
    QString defaultName(const QString &own);
    int onlineCount();

private:
    ConsoleNode *find(const QString &name);
    void catchUp();
    void beatUntil(Timestamp until);
    void sweep(Timestamp at);

    const Clock &m_clock;
    QList<ConsoleNode> m_rows;
    Timestamp m_nextSweep;
};

} // namespace muster
