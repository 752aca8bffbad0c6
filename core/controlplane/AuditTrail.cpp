// SPDX-License-Identifier: Apache-2.0
#include "core/controlplane/AuditTrail.h"

#include "core/base/Limits.h"
#include "core/base/Log.h"
#include "core/controlplane/NodeLedger.h"
#include "core/domain/SecretMask.h"

#include <QCryptographicHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr milliseconds kMinute = std::chrono::minutes(1);
constexpr qsizetype kTextCharacters = 512;     // Of each text of an entry.
constexpr qsizetype kValueBytes = 16 * 1024;   // Of each value: a page of limits::kAuditPage stays below limits::kReplyBytes.
constexpr qsizetype kNames = 4096;             // Whose failures are counted at once.

//! \a value without what looks like a secret; a long one only by its length and hash.
QJsonValue fit(const QJsonValue &value)
{
    const QJsonValue shown = masked(value);
    const QByteArray bytes = QJsonDocument(QJsonArray{shown}).toJson(QJsonDocument::Compact);
    if (bytes.size() <= kValueBytes)
        return shown;
    return QJsonObject{{u"omittedBytes"_s, bytes.size()},
                       {u"sha256"_s, QString::fromLatin1(QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex())}};
}

//! \a text within its bound, and as it will be read back: half a character, cut off or sent to us, would break the chain.
QString fit(const QString &text)
{
    return QString::fromUtf8(text.left(kTextCharacters).toUtf8());
}

QJsonValue valueOf(const AuditHead &head)
{
    return QJsonObject{{u"number"_s, static_cast<qint64>(head.number)}, {u"hash"_s, QString::fromLatin1(head.hash.toHex())}};
}

AuditEntry fit(AuditEntry entry)
{
    for (QString *text : {&entry.actor, &entry.verb, &entry.target, &entry.source, &entry.outcome, &entry.note})
        *text = fit(*text);
    entry.before = fit(entry.before);
    entry.after = fit(entry.after);
    return entry;
}

} // namespace

AuditTrail::AuditTrail(Parts parts) : m_parts(parts) {}

Future<void> AuditTrail::load()
{
    const Pending<void> pending;
    whenDone(m_parts.context, m_parts.store.state(), [this, pending](const Result<AuditState> &state) {
        if (!state)
            return pending.finish(state.error());
        m_head = state->last;
        const bool isBehind = state->doesFit && state->kept && state->kept->number < state->last.number;
        m_keptHead = isBehind ? *state->kept : state->last;
        if (!state->doesFit)
            noteGap(state->last, state->kept.value_or(AuditHead{}));
        if (isBehind) // We ended between an entry and its head.
            keepHead();
        if (state->kept || state->last.number > 0)
            return pending.finish({});
        // From the first entry on there is one that can be missed.
        whenDone(m_parts.context, m_parts.store.keepHead({0, QByteArray(32, '\0')}),
                 [pending](const Result<void> &kept) { pending.finish(kept); });
    });
    return pending.future();
}

//! Stands in the log for good: the next entries would hide that something is missing.
void AuditTrail::noteGap(const AuditHead &last, const AuditHead &expected)
{
    const QString text = expected.number == 0
        ? u"the file audit.head is not there or cannot be read"_s
        : u"the log ends with entry %1, but entry %2 was kept in audit.head and is not in it"_s.arg(last.number).arg(expected.number);
    qCWarning(logCluster).noquote() << "audit log:" << text;
    AuditEntry entry = begun({.verb = kAuditGap, .target = u"audit"_s, .by = {}, .note = text});
    entry.before = valueOf(expected);
    entry.after = valueOf(last);
    (void)append(std::move(entry));
}

Result<void> AuditTrail::admits() const
{
    if (m_head.number < quint64(limits::kAuditEntries))
        return {};
    return Error{ErrorKind::Busy, {}, u"the audit log has %1 entries and takes no more: nothing can be changed"_s.arg(m_head.number), {}, {}};
}

AuditEntry AuditTrail::begun(const AuditDeed &deed) const
{
    AuditEntry entry;
    entry.at = m_parts.clock.now();
    entry.actor = deed.by.name;
    entry.verb = deed.verb;
    entry.target = deed.target;
    entry.before = deed.before ? deed.before() : QJsonValue(QJsonValue::Null);
    entry.source = deed.by.source;
    entry.outcome = u"ok"_s;
    entry.note = deed.note;
    return entry;
}

Future<AuditEntry> AuditTrail::append(AuditEntry entry)
{
    const Pending<AuditEntry> pending;
    // In their order: one that overtook another would look as if that had been taken away.
    whenStored(m_parts.context, m_parts.store.append(fit(std::move(entry))), [this, pending](const Result<AuditEntry> &appended) {
        if (appended)
            noteAppended(*appended);
        else
            qCWarning(logCluster).noquote() << "audit log:" << appended.error().text();
        pending.finish(appended);
    });
    return pending.future();
}

void AuditTrail::noteAppended(const AuditEntry &entry)
{
    const AuditHead before = m_head;
    m_head = {entry.number, entry.hash};
    // Somebody took entries away under us; those that come after must not hide that.
    if (entry.number <= before.number)
        return noteGap({entry.number - 1, {}}, before);
    keepHead();
}

void AuditTrail::keepHead()
{
    // One at a time: the newest stands for all that were added meanwhile.
    if (m_isKeeping || m_keptHead == m_head)
        return;
    m_isKeeping = true;
    m_keptHead = m_head;
    whenDone(m_parts.context, m_parts.store.keepHead(m_head), [this](const Result<void> &kept) {
        m_isKeeping = false;
        if (kept)
            return keepHead();
        m_keptHead = {}; // Tried again with the next entry.
        qCWarning(logCluster).noquote() << "audit log:" << kept.error().text();
    });
}

bool AuditTrail::mayNoteFailure(const QString &who, AuditEntry *entry)
{
    const SteadyTime now = m_parts.clock.steadyNow();
    if (m_failures.size() >= kNames && !m_failures.contains(who))
        m_failures.removeIf([now](auto one) { return now - one.value().since >= kMinute; });
    if (m_failures.size() >= kNames && !m_failures.contains(who))
        return false;
    Failures &failures = m_failures[who];
    if (failures.count == 0 || now - failures.since >= kMinute) {
        if (failures.count > limits::kAuditRefusalsPerMinute)
            entry->note += u" (and %1 more before)"_s.arg(failures.count - limits::kAuditRefusalsPerMinute);
        failures = {now, 0};
    }
    return ++failures.count <= limits::kAuditRefusalsPerMinute;
}

void AuditTrail::noteFailed(const AuditDeed &deed, const Error &why)
{
    if (deed.by.name.isEmpty() || !admits())
        return;
    AuditEntry entry = begun(deed);
    entry.outcome = outcomeOf(why);
    if (mayNoteFailure(deed.by.name, &entry))
        (void)append(std::move(entry)); // A failure is logged there.
}

void AuditTrail::noteRefusal(const AccessRefused &refusal)
{
    if (refusal.who.isEmpty() || !admits())
        return;
    AuditEntry entry = begun({.verb = u"access.denied"_s,
                              .target = refusal.what,
                              .by = {.name = refusal.who, .source = refusal.source},
                              .note = refusal.text});
    entry.outcome = u"refused"_s;
    if (mayNoteFailure(refusal.who, &entry))
        (void)append(std::move(entry)); // A failure is logged there.
}

QString AuditTrail::outcomeOf(const Error &error)
{
    return error.kind == ErrorKind::Refused ? u"refused"_s : error.codeOrDefault();
}

Error AuditTrail::notWritten(const AuditDeed &deed, const Error &error)
{
    return error.within(u"%1 of %2 was done, but writing it down failed"_s.arg(deed.verb, deed.target));
}

void AuditTrail::inTurn(const AuditDeed &deed, std::function<void()> begin)
{
    if (!deed.before)
        return begin();
    const auto turn = m_turns.find(deed.target);
    if (turn != m_turns.end()) {
        turn->push_back(std::move(begin));
        return;
    }
    m_turns.insert(deed.target, {});
    begin();
}

void AuditTrail::nextOf(const AuditDeed &deed)
{
    if (!deed.before)
        return;
    const auto turn = m_turns.find(deed.target);
    if (turn->empty()) {
        m_turns.erase(turn);
        return;
    }
    const std::function<void()> begin = std::move(turn->front());
    turn->pop_front();
    begin();
}

} // namespace muster
