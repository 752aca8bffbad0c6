// SPDX-License-Identifier: Apache-2.0
#include "core/domain/NodeReasons.h"

#include "core/base/Limits.h"

#include <QVersionNumber>

#include <array>
#include <cmath>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

struct Word {
    Finding finding;
    QLatin1StringView code;
};

//! In the order of importance.
constexpr std::array kWords{
    Word{Finding::StoppedCleanly, reason::kStoppedCleanly}, Word{Finding::BeatsStopped, reason::kBeatsStopped},
    Word{Finding::NeverReturned, reason::kNeverReturned},   Word{Finding::Unverified, reason::kUnverified},
    Word{Finding::DuplicateId, reason::kDuplicateId},       Word{Finding::AgentCrashed, reason::kAgentCrashed},
    Word{Finding::AgentStuck, reason::kAgentStuck},         Word{Finding::LateBeats, reason::kLateBeats},
    Word{Finding::MemoryHigh, reason::kMemoryHigh},         Word{Finding::CpuHigh, reason::kCpuHigh},
    Word{Finding::ClockSkew, reason::kClockSkew},           Word{Finding::VersionDiffers, reason::kVersionDiffers},
};

QString loadText(const QString &what, const std::optional<double> &share)
{
    const auto percent = static_cast<int>(std::floor(share.value_or(limits::kHighLoadShare) * 100));
    return u"%1 %2 % for %3 beats"_s.arg(what).arg(percent).arg(limits::kHighLoadBeats);
}

QString agentText(const Node &node, QLatin1StringView state, const QString &one, const QString &several)
{
    QStringList names;
    for (const Agent &agent : node.agents) {
        if (agent.state == state)
            names << (agent.name.isEmpty() ? agent.id : agent.name);
    }
    if (names.size() == 1)
        return one.arg(names.first());
    constexpr qsizetype most = 3;
    const QString rest = names.size() > most ? u" and %1 more"_s.arg(names.size() - most) : QString();
    return several.arg(names.size()).arg(names.mid(0, most).join(u", "_s) + rest);
}

QString versionText(const QString &mine, const QString &majority)
{
    const int order = QVersionNumber::compare(QVersionNumber::fromString(mine), QVersionNumber::fromString(majority));
    const QString how = order < 0 ? u"older than"_s : order > 0 ? u"newer than"_s : u"another than"_s;
    return u"Runs version %1, %2 the %3 of most nodes"_s.arg(mine, how, majority);
}

QString skewText(const std::optional<milliseconds> &skew)
{
    const milliseconds by = skew.value_or(limits::kClockSkewDegrades);
    return u"Its clock is %1 %2 the control plane's"_s.arg(spanText(milliseconds(std::abs(by.count()))),
                                                           by.count() < 0 ? u"behind"_s : u"ahead of"_s);
}

QString silenceText(const NodeEvidence &evidence)
{
    const QString span = spanText(evidence.offlineAfter);
    if (evidence.trail == NodeTrail::Announced)
        return u"It announced itself, but no beat came for %1"_s.arg(span);
    return u"No beat came for %1"_s.arg(span);
}

QString textOf(Finding finding, const NodeEvidence &evidence, const Node &node, const QString &majorityVersion)
{
    switch (finding) {
    case Finding::StoppedCleanly:
        return u"It said goodbye and stopped"_s;
    case Finding::BeatsStopped:
        return silenceText(evidence);
    case Finding::NeverReturned:
        return u"It did not come back after the control plane restarted"_s;
    case Finding::Unverified:
        return u"Not heard since the control plane restarted"_s;
    case Finding::DuplicateId:
        return u"A second machine uses its id; that one is refused"_s;
    case Finding::AgentCrashed:
        return agentText(node, "crashed"_L1, u"Agent %1 crashed"_s, u"%1 agents crashed: %2"_s);
    case Finding::AgentStuck:
        return agentText(node, "stuck"_L1, u"Agent %1 makes no progress"_s, u"%1 agents make no progress: %2"_s);
    case Finding::LateBeats:
        return u"Its beat is late; one is due every %1"_s.arg(spanText(evidence.beatInterval));
    case Finding::MemoryHigh:
        return loadText(u"Memory"_s, node.load.memoryShare());
    case Finding::CpuHigh:
        return loadText(u"CPU"_s, node.load.cpu);
    case Finding::ClockSkew:
        return skewText(node.clockSkew);
    case Finding::VersionDiffers:
        return versionText(node.who.version, majorityVersion);
    }
    Q_UNREACHABLE();
}

} // namespace

QList<StatusReason> reasonsFor(Findings findings, const NodeEvidence &evidence, const Node &node,
                               const QString &majorityVersion)
{
    QList<StatusReason> reasons;
    for (const Word &word : kWords) {
        if (findings.testFlag(word.finding))
            reasons.append({word.code, textOf(word.finding, evidence, node, majorityVersion)});
    }
    return reasons;
}

QString spanText(milliseconds span)
{
    const qint64 ms = span.count();
    if (ms < 10'000 && ms % 1000 != 0)
        return u"%1.%2 s"_s.arg(ms / 1000).arg(ms % 1000 / 100);
    const qint64 seconds = ms / 1000;
    if (seconds < 120)
        return u"%1 s"_s.arg(seconds);
    if (seconds < 7200)
        return u"%1 min"_s.arg(seconds / 60);
    if (seconds < 172'800)
        return u"%1 h"_s.arg(seconds / 3600);
    return u"%1 d"_s.arg(seconds / 86'400);
}

} // namespace muster
