// SPDX-License-Identifier: Apache-2.0
#include "ui/audit/AuditText.h"

#include "core/mirror/RefusalWords.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QJsonObject>

#include <array>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

struct AuditWords {
    Q_DECLARE_TR_FUNCTIONS(AuditWords)
};

struct KnownVerb {
    QLatin1StringView verb;
    const char *text;
    QLatin1StringView icon;
};

constexpr std::array kKnown{
    KnownVerb{"cluster.assignment.set"_L1, QT_TRANSLATE_NOOP("AuditWords", "pin"), "pin"_L1},
    KnownVerb{"cluster.assignment.delete"_L1, QT_TRANSLATE_NOOP("AuditWords", "unpin"), "unpin"_L1},
    KnownVerb{"entity.save"_L1, QT_TRANSLATE_NOOP("AuditWords", "save entity"), "edit"_L1},
    KnownVerb{"entity.remove"_L1, QT_TRANSLATE_NOOP("AuditWords", "remove entity"), "trash"_L1},
    KnownVerb{"job.cancel"_L1, QT_TRANSLATE_NOOP("AuditWords", "cancel job"), "stop"_L1},
    KnownVerb{"job.discard"_L1, QT_TRANSLATE_NOOP("AuditWords", "discard job"), "trash"_L1},
    KnownVerb{"job.retry"_L1, QT_TRANSLATE_NOOP("AuditWords", "retry job"), "restart"_L1},
    KnownVerb{"node.cordon"_L1, QT_TRANSLATE_NOOP("AuditWords", "cordon"), "cordon"_L1},
    KnownVerb{"node.uncordon"_L1, QT_TRANSLATE_NOOP("AuditWords", "uncordon"), "cordon"_L1},
    KnownVerb{"node.drain"_L1, QT_TRANSLATE_NOOP("AuditWords", "drain"), "drain"_L1},
    KnownVerb{"node.stop-drain"_L1, QT_TRANSLATE_NOOP("AuditWords", "stop drain"), "drain"_L1},
    KnownVerb{"node.remove"_L1, QT_TRANSLATE_NOOP("AuditWords", "remove node"), "trash"_L1},
    KnownVerb{"node.restart"_L1, QT_TRANSLATE_NOOP("AuditWords", "restart agents"), "restart"_L1},
    KnownVerb{"queue.pause"_L1, QT_TRANSLATE_NOOP("AuditWords", "pause queue"), "pause"_L1},
    KnownVerb{"queue.resume"_L1, QT_TRANSLATE_NOOP("AuditWords", "resume queue"), "play"_L1},
    KnownVerb{"token.create"_L1, QT_TRANSLATE_NOOP("AuditWords", "make token"), "key"_L1},
    KnownVerb{"token.revoke"_L1, QT_TRANSLATE_NOOP("AuditWords", "revoke token"), "key"_L1},
    KnownVerb{"access.denied"_L1, QT_TRANSLATE_NOOP("AuditWords", "ask"), "shield"_L1},
};

const KnownVerb *knownVerb(const QString &verb)
{
    const auto at = std::ranges::find(kKnown, verb, [](const KnownVerb &one) { return QString(one.verb); });
    return at == kKnown.end() ? nullptr : &*at;
}

QString fieldOf(const QJsonValue &value, QLatin1StringView field)
{
    return value.toObject().value(field).toString();
}

//! "w1", "w1 (strict)", or "default" for no pin.
QString pinText(const QJsonValue &pin, bool hasMode)
{
    if (!pin.isObject())
        return AuditWords::tr("default");
    return hasMode ? u"%1 (%2)"_s.arg(fieldOf(pin, "node"_L1), fieldOf(pin, "mode"_L1)) : fieldOf(pin, "node"_L1);
}

QString standingOf(const QJsonValue &node)
{
    const QJsonObject object = node.toObject();
    if (object.value("drain"_L1).isObject())
        return AuditWords::tr("draining");
    return object.value("cordoned"_L1).toBool() ? AuditWords::tr("cordoned") : AuditWords::tr("open");
}

QString arrow(const QString &before, const QString &after)
{
    return before == after ? QString() : u"%1 → %2"_s.arg(before, after);
}

//! What follows the first slash of "node/w1".
QString nameIn(const QString &target)
{
    return target.mid(target.indexOf(u'/') + 1);
}

QString modeOption(const QJsonValue &pin)
{
    const QString mode = pin.toObject().value("mode"_L1).toString();
    return mode.isEmpty() ? QString() : u" --mode "_s + mode;
}

//! " --deadline 15m" of a drain that was given one; " --now" of one that was due at once.
QString deadlineOption(const AuditEntry &entry)
{
    const QString text = entry.after.toObject().value("drain"_L1).toObject().value("deadline"_L1).toString();
    const QDateTime deadline = QDateTime::fromString(text, Qt::ISODateWithMs);
    if (!deadline.isValid())
        return {};
    const qint64 seconds = (deadline.toMSecsSinceEpoch() - entry.at.msSinceEpoch + 500) / 1000;
    if (seconds <= 0)
        return u" --now"_s;
    return seconds % 60 == 0 ? u" --deadline %1m"_s.arg(seconds / 60) : u" --deadline %1s"_s.arg(seconds);
}

//! "to make a token" for "POST /api/v1/tokens"; the request itself when there are no words for it.
QString askedText(const QString &request)
{
    const Words words = requestWords(request);
    return words.isEmpty() ? request : AuditWords::tr("to %1").arg(words.in(QCoreApplication::translate("EventText", words.english)));
}

} // namespace

QString auditVerbText(const QString &verb)
{
    const KnownVerb *known = knownVerb(verb);
    return known ? QCoreApplication::translate("AuditWords", known->text) : verb;
}

QLatin1StringView auditVerbIcon(const QString &verb)
{
    const KnownVerb *known = knownVerb(verb);
    return known ? known->icon : "audit"_L1;
}

QString auditTargetText(const AuditEntry &entry)
{
    if (entry.verb == "access.denied"_L1)
        return askedText(entry.target);
    const QString kind = entry.target.left(entry.target.indexOf(u'/'));
    const bool isSaid = kind == "node"_L1 || kind == "queue"_L1 || kind == "token"_L1 || kind == "job"_L1;
    return isSaid ? nameIn(entry.target) : entry.target;
}

QString auditChangeText(const AuditEntry &entry)
{
    if (entry.outcome != "ok"_L1)
        return entry.note;
    if (entry.verb.startsWith("cluster.assignment."_L1)) {
        const bool hasMode = fieldOf(entry.before, "mode"_L1) != fieldOf(entry.after, "mode"_L1);
        return arrow(pinText(entry.before, hasMode), pinText(entry.after, hasMode));
    }
    const bool isStanding = entry.verb.endsWith("cordon"_L1) || entry.verb.endsWith("drain"_L1);
    if (isStanding && entry.before.isObject() && entry.after.isObject())
        return arrow(standingOf(entry.before), standingOf(entry.after));
    if (entry.verb.startsWith("job."_L1) && entry.before.isObject() && entry.after.isObject())
        return arrow(entry.before.toObject().value("state"_L1).toString(), entry.after.toObject().value("state"_L1).toString());
    if (entry.verb == "entity.save"_L1 && entry.before.isNull())
        return AuditWords::tr("new");
    return entry.note;
}

QString auditSourceText(const AuditEntry &entry)
{
    return entry.source.isEmpty() ? AuditWords::tr("control plane") : entry.source;
}

QString auditActorText(const AuditEntry &entry)
{
    return entry.actor.isEmpty() ? AuditWords::tr("this process") : entry.actor;
}

AuditOutcome auditOutcome(const AuditEntry &entry)
{
    if (entry.outcome == "ok"_L1)
        return {AuditWords::tr("Done"), NodeStatus::Online, {}};
    const bool isRefused = entry.outcome == "refused"_L1 || entry.outcome == "not-allowed"_L1;
    return {isRefused ? AuditWords::tr("Refused") : AuditWords::tr("Failed"), isRefused ? NodeStatus::Failed : NodeStatus::Degraded,
            entry.outcome};
}

QString auditCommand(const AuditEntry &entry)
{
    const QString name = nameIn(entry.target);
    if (entry.verb == "cluster.assignment.set"_L1) {
        const QString node = entry.after.toObject().value("node"_L1).toString();
        return node.isEmpty() ? QString() : u"musterctl assignments set %1 %2"_s.arg(entry.target, node) + modeOption(entry.after);
    }
    if (entry.verb == "cluster.assignment.delete"_L1)
        return u"musterctl assignments clear "_s + entry.target;
    if (entry.verb == "entity.remove"_L1)
        return u"musterctl entities remove "_s + entry.target;
    static constexpr std::array kNamed{
        std::pair{"node.cordon"_L1, "nodes cordon"_L1},     std::pair{"node.uncordon"_L1, "nodes uncordon"_L1},
        std::pair{"node.drain"_L1, "nodes drain"_L1},       std::pair{"node.stop-drain"_L1, "nodes stop-drain"_L1},
        std::pair{"node.remove"_L1, "nodes remove"_L1},     std::pair{"node.restart"_L1, "nodes restart"_L1},
        std::pair{"job.cancel"_L1, "jobs cancel"_L1},       std::pair{"job.retry"_L1, "jobs retry"_L1},
        std::pair{"job.discard"_L1, "jobs discard"_L1},     std::pair{"queue.pause"_L1, "queues pause"_L1},
        std::pair{"queue.resume"_L1, "queues resume"_L1},   std::pair{"token.revoke"_L1, "tokens revoke"_L1},
    };
    for (const auto &[verb, words] : kNamed) {
        if (entry.verb == verb)
            return u"musterctl "_s + words + u' ' + name + (verb == "node.drain"_L1 ? deadlineOption(entry) : QString());
    }
    return {};
}

QString commandLines(const QString &command)
{
    constexpr qsizetype kLine = 38; // Letters that the panel has room for.
    QStringList parts;
    const QStringList words = command.split(u' ');
    for (const QString &word : words) { // An option stays with its value.
        const bool isValue = !parts.isEmpty() && parts.constLast().startsWith("--"_L1) && !word.startsWith("--"_L1);
        if (isValue)
            parts.last() += u' ' + word;
        else
            parts.append(word);
    }
    QString lines;
    qsizetype used = 0;
    for (const QString &part : std::as_const(parts)) {
        const bool fits = used + 1 + part.size() <= kLine;
        if (!lines.isEmpty())
            lines += fits ? u" "_s : u" \\\n  "_s;
        used = fits && used > 0 ? used + 1 + part.size() : part.size() + (lines.isEmpty() ? 0 : 2);
        lines += part;
    }
    return lines;
}

} // namespace muster
