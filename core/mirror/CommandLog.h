// SPDX-License-Identifier: Apache-2.0
#pragma once
// The commands of one session, newest first.

#include "core/mirror/Command.h"

#include <QList>

namespace muster {

//! Keeps at most limits::kCommandsKept that are finished; gui thread.
class CommandLog final : public QObject
{
    Q_OBJECT
public:
    explicit CommandLog(QObject *parent = nullptr);
    Q_DISABLE_COPY_MOVE(CommandLog)

    //! A new one, owned by the log.
    Command *add(CommandVerb verb, const CommandTarget &target, const QString &name, Timestamp now);
    //! Newest first.
    const QList<Command *> &commands() const { return m_commands; }
    int running() const;
    //! The newest change of \a target that is not known to be done; pings are none.
    std::optional<PendingChange> pendingOn(const CommandTarget &target) const;

Q_SIGNALS:
    void added(muster::Command *command);
    //! One is Unconfirmed now, or ended.
    void changed(muster::Command *command);
    //! One ended; it stays in the list.
    void finished(muster::Command *command);

private:
    void forgetOldest();
    QList<Command *> m_commands;
};

} // namespace muster
