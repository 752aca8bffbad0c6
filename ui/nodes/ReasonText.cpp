// SPDX-License-Identifier: Apache-2.0
#include "ui/nodes/ReasonText.h"

#include "core/base/Limits.h"
#include "ui/kit/ByteText.h"
#include "ui/kit/RelativeTime.h"

#include <QCoreApplication>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

//! A code of our control plane alone. Source: interface.md.
constexpr QLatin1StringView kRestored{"restored-from-backup"};

struct ReasonText {
    Q_DECLARE_TR_FUNCTIONS(ReasonText)
};

QString uncapital(QString text)
{
    // "CPU 96 %" keeps its letters; "Memory 96 %" does not.
    if (text.size() > 1 && text[1].isLower())
        text[0] = text[0].toLower();
    return text;
}

QString since(const Node &node, const QString &withTime, const QString &without)
{
    return node.lastBeatAt ? withTime.arg(clockText(*node.lastBeatAt)) : without;
}

} // namespace

QString reasonBrief(const StatusReason &reason, const Node &node)
{
    const QString &code = reason.code;
    if (code == reason::kMemoryHigh)
        return ReasonText::tr("memory %1").arg(percentText(node.load.memoryShare()));
    if (code == reason::kCpuHigh)
        return ReasonText::tr("CPU %1").arg(percentText(node.load.cpu));
    if (code == reason::kBeatsStopped)
        return since(node, ReasonText::tr("beats stopped at %1"), ReasonText::tr("beats stopped"));
    if (code == reason::kStoppedCleanly)
        return since(node, ReasonText::tr("stopped at %1"), ReasonText::tr("stopped cleanly"));
    if (code == reason::kVersionDiffers)
        return ReasonText::tr("version %1").arg(node.who.version);
    if (code == reason::kClockSkew && node.clockSkew)
        return ReasonText::tr("clock off by %1").arg(shortAge(std::chrono::abs(*node.clockSkew)));
    if (code == reason::kUnverified)
        return ReasonText::tr("not heard yet");
    if (code == reason::kLateBeats)
        return ReasonText::tr("beats late");
    if (code == reason::kDuplicateId)
        return ReasonText::tr("id used twice");
    if (code == reason::kNeverReturned)
        return ReasonText::tr("never came back");
    if (code == reason::kCredentialRevoked)
        return ReasonText::tr("credential revoked");
    if (code == kRestored)
        return ReasonText::tr("from a backup");
    return uncapital(reason.text);
}

QString reasonHeading(const StatusReason &reason, const Node &node)
{
    if (!reason.text.isEmpty())
        return reason.text;
    QString brief = reasonBrief(reason, node);
    if (!brief.isEmpty())
        brief[0] = brief[0].toUpper();
    return brief;
}

QString reasonAdvice(const StatusReason &reason, const QString &majority)
{
    const QString &code = reason.code;
    const QString limit = percentText(limits::kHighLoadShare);
    if (code == reason::kMemoryHigh || code == reason::kCpuHigh)
        return ReasonText::tr("The limit is %1. Stop what uses most, or give it fewer agents.").arg(limit);
    if (code == reason::kBeatsStopped)
        return ReasonText::tr("Not a clean stop. Power or network?");
    if (code == reason::kStoppedCleanly)
        return ReasonText::tr("It said goodbye. Start it on its machine to bring it back.");
    if (code == reason::kVersionDiffers && !majority.isEmpty())
        return ReasonText::tr("Most nodes run %1.").arg(majority);
    if (code == reason::kClockSkew)
        return ReasonText::tr("Set the clock of its machine; times it reports are not trusted.");
    if (code == reason::kUnverified)
        return ReasonText::tr("The control plane restarted. Its next beat will tell.");
    if (code == reason::kLateBeats)
        return ReasonText::tr("A slow network or a very busy machine.");
    if (code == reason::kDuplicateId)
        return ReasonText::tr("A second machine uses this id and is refused. Give it an id of its own.");
    if (code == reason::kNeverReturned)
        return ReasonText::tr("It restarted and was not heard again. Look at its log.");
    if (code == reason::kCredentialRevoked)
        return ReasonText::tr("It gets in no more. Stop it on its machine, or start it with a new join token to let it return.");
    if (code == kRestored)
        return ReasonText::tr("A backup holds no credentials. On another machine, start it with a new join token.");
    if (code == reason::kAgentCrashed || code == reason::kAgentStuck)
        return ReasonText::tr("Look at the agents of this node.");
    return {};
}

} // namespace muster
