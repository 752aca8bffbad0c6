// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/demo/DemoAudit.h"

#include "core/base/Limits.h"
#include "core/domain/AuditChain.h"
#include "core/domain/SecretMask.h"

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kEntriesKept = 5000; // A demo left alone for days must not grow; the oldest go, and it says so.

bool matches(const AuditEntry &entry, const QString &search)
{
    const auto has = [&search](const QString &text) { return text.contains(search, Qt::CaseInsensitive); };
    return search.isEmpty() || has(entry.actor) || has(entry.verb) || has(entry.target);
}

} // namespace

void DemoAudit::fill()
{
    const std::function<QList<AuditEntry>()> make = std::exchange(m_past, nullptr);
    const QList<AuditEntry> past = make ? make() : QList<AuditEntry>();
    for (const AuditEntry &entry : past)
        append(entry);
}

void DemoAudit::append(AuditEntry entry)
{
    fill();
    entry.number = m_dropped + static_cast<quint64>(m_entries.size()) + 1;
    entry.before = masked(entry.before);
    entry.after = masked(entry.after);
    entry.hash = auditHashOf(m_entries.isEmpty() ? m_droppedHead : m_entries.constLast().hash, entry);
    m_entries.append(std::move(entry));
    if (m_entries.size() > kEntriesKept) {
        m_droppedHead = m_entries.takeFirst().hash;
        ++m_dropped;
    }
}

void DemoAudit::note(const DemoDeed &deed, const QJsonValue &after, const std::optional<Error> &error, Timestamp now)
{
    AuditEntry entry;
    entry.at = now;
    entry.actor = deed.by.name;
    entry.verb = deed.verb;
    entry.target = deed.target;
    entry.before = deed.before;
    entry.after = error ? QJsonValue(QJsonValue::Null) : after;
    entry.source = deed.by.source;
    entry.outcome = !error ? u"ok"_s : error->kind == ErrorKind::Refused ? u"refused"_s : error->codeOrDefault();
    entry.note = deed.note;
    append(std::move(entry));
}

AuditPage DemoAudit::page(const AuditQuery &query)
{
    fill();
    const qsizetype most = std::clamp(query.most, 1, limits::kAuditPage);
    AuditPage page;
    for (auto it = m_entries.crbegin(); it != m_entries.crend(); ++it) {
        if ((query.before > 0 && it->number >= query.before) || !matches(*it, query.search))
            continue;
        if (page.entries.size() == most) {
            page.hasMore = true;
            break;
        }
        page.entries.append(*it);
    }
    return page;
}

AuditProof DemoAudit::verify()
{
    fill();
    AuditProof proof;
    QByteArray head = m_droppedHead;
    for (const AuditEntry &entry : m_entries) {
        if (proof.firstBroken == 0 && auditHashOf(head, entry) != entry.hash)
            proof.firstBroken = entry.number;
        head = entry.hash;
    }
    proof.isWhole = proof.firstBroken == 0;
    proof.entries = static_cast<quint64>(m_entries.size());
    proof.head = head;
    proof.text = proof.isWhole
        ? u"each of the %1 entries follows from the one before; a demo keeps no head beside them, so a log cut at its end would look "
          "the same"_s.arg(proof.entries)
        : u"entry %1 does not follow from the one before: it, or one before it, was changed"_s.arg(proof.firstBroken);
    return proof;
}

} // namespace muster
