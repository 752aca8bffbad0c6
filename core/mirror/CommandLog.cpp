// SPDX-License-Identifier: Apache-2.0
#include "core/mirror/CommandLog.h"

#include "core/base/Limits.h"

#include <algorithm>

namespace muster {

CommandLog::CommandLog(QObject *parent) : QObject(parent) {}

Command *CommandLog::add(CommandVerb verb, const CommandTarget &target, const QString &name, Timestamp now)
{
    auto *command = new Command(verb, target, name, now, this);
    m_commands.prepend(command);
    connect(command, &Command::stateChanged, this, [this, command] { Q_EMIT changed(command); });
    connect(command, &Command::finished, this, [this, command] { Q_EMIT finished(command); });
    forgetOldest();
    Q_EMIT added(command);
    return command;
}

int CommandLog::running() const
{
    return static_cast<int>(
        std::ranges::count_if(m_commands, [](const Command *command) { return !command->isFinished(); }));
}

std::optional<PendingChange> CommandLog::pendingOn(const CommandTarget &target) const
{
    for (const Command *command : m_commands) {
        if (!command->isFinished() && command->verb() != CommandVerb::Ping && command->target() == target)
            return PendingChange{command->verb(), command->state() == CommandState::Unconfirmed};
    }
    return std::nullopt;
}

void CommandLog::forgetOldest()
{
    if (m_commands.size() <= limits::kCommandsKept)
        return;
    for (qsizetype i = m_commands.size() - 1; i > 0; --i) {
        if (m_commands[i]->isFinished()) {
            m_commands.takeAt(i)->deleteLater();
            return;
        }
    }
}

} // namespace muster
