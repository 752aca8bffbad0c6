// SPDX-License-Identifier: Apache-2.0
#include "core/mirror/AuditModel.h"

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr int kPage = 200; // Some screens full; the next one is asked for before the last row is reached.

} // namespace

AuditModel::AuditModel(ClusterSession *session, QObject *parent) : QAbstractListModel(parent), m_session(session)
{
    if (!session)
        return;
    connect(session, &ClusterSession::linkChanged, this, &AuditModel::lookAtLink);
    connect(session, &ClusterSession::featuresChanged, this, &AuditModel::lookAtLink);
    connect(session, &ClusterSession::factsChanged, this, &AuditModel::lookAtLink);
    connect(&session->commands(), &CommandLog::finished, this, &AuditModel::lookForNew);
}

AuditModel::~AuditModel() = default;

void AuditModel::setActive(bool isActive)
{
    if (isActive == m_isActive)
        return;
    m_isActive = isActive;
    if (isActive)
        lookAtLink();
}

void AuditModel::setSearch(const QString &text)
{
    if (text == m_search)
        return;
    m_search = text;
    reload();
}

void AuditModel::lookAtLink()
{
    if (!m_session || !m_isActive)
        return;
    if (!m_session->isLive()) {
        ++m_round;
        m_isAsking = false;
        if (m_entries.isEmpty())
            setState(State::Waiting);
        return; // What was read stays true: nothing of it ever changes.
    }
    const std::optional<Tier> tier = m_session->facts().callerTier;
    const bool isBound = !m_session->facts().callerTenants.isEmpty();
    if (!isBound && !m_session->features().testFlag(Feature::Audit)) // To those who are bound it says that it has none.
        setState(State::Unsupported);
    else if (isBound || (tier && *tier != Tier::Admin))
        setState(State::NotAllowed);
    else if (m_state == State::Shown)
        lookForNew();
    else if (!m_isAsking)
        ask(0);
}

void AuditModel::reload()
{
    ++m_round;
    m_isAsking = false;
    m_state = State::Waiting;
    lookAtLink();
}

void AuditModel::lookForNew()
{
    if (m_isActive && m_state == State::Shown && !m_isAsking && m_session && m_session->isLive())
        ask(0);
}

void AuditModel::setState(State state, const Error &error)
{
    m_state = state;
    m_error = error;
    Q_EMIT stateChanged();
}

void AuditModel::ask(quint64 before)
{
    m_isAsking = true;
    if (m_state != State::Shown)
        setState(State::Reading);
    const quint64 round = ++m_round;
    whenDone(this, m_session->cluster().audit({.before = before, .most = kPage, .search = m_search}),
             [this, round, before](const Result<AuditPage> &page) {
                 if (round == m_round)
                     takePage(before, page);
             });
}

void AuditModel::takePage(quint64 before, const Result<AuditPage> &page)
{
    if (!page) {
        m_isAsking = false;
        if (page.error().kind == ErrorKind::Unsupported)
            setState(State::Unsupported, page.error());
        else if (page.error().kind == ErrorKind::Refused)
            setState(State::NotAllowed, page.error());
        else if (m_state != State::Shown) // The next look tries again; what is here stays true.
            setState(State::Failed, page.error());
        return;
    }
    if (before > 0)
        takeOlder(*page);
    else if (m_state == State::Shown)
        takeNewest(*page);
    else
        become(*page);
    m_isAsking = false; // Not before: a view asks for more while rows are being put in.
    setState(State::Shown);
}

void AuditModel::become(const AuditPage &page)
{
    beginResetModel();
    m_entries = page.entries;
    m_hasMore = page.hasMore;
    endResetModel();
}

//! Puts what is newer in front; when more came than a page holds, the rest of the list begins anew.
void AuditModel::takeNewest(const AuditPage &page)
{
    const quint64 known = m_entries.isEmpty() ? 0 : m_entries.constFirst().number;
    const auto end = std::ranges::find_if(page.entries, [known](const AuditEntry &entry) { return entry.number <= known; });
    const auto fresh = static_cast<int>(end - page.entries.begin());
    if (fresh == 0)
        return;
    if (end == page.entries.end() && page.hasMore)
        return become(page);
    beginInsertRows({}, 0, fresh - 1);
    m_entries = page.entries.mid(0, fresh) + m_entries;
    endInsertRows();
}

void AuditModel::takeOlder(const AuditPage &page)
{
    m_hasMore = page.hasMore;
    if (page.entries.isEmpty() || (!m_entries.isEmpty() && page.entries.constFirst().number >= m_entries.constLast().number))
        return; // Not what was asked for.
    const int first = static_cast<int>(m_entries.size());
    beginInsertRows({}, first, first + static_cast<int>(page.entries.size()) - 1);
    m_entries += page.entries;
    endInsertRows();
}

int AuditModel::rowOf(quint64 number) const
{
    const auto at = std::ranges::find(m_entries, number, &AuditEntry::number);
    return at == m_entries.end() ? -1 : static_cast<int>(at - m_entries.begin());
}

int AuditModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_entries.size());
}

QVariant AuditModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= m_entries.size())
        return {};
    const AuditEntry &entry = m_entries[index.row()];
    if (role == EntryItem)
        return QVariant::fromValue(&entry);
    if (role == Qt::DisplayRole)
        return u"%1\t%2\t%3\t%4\t%5"_s.arg(entry.at.toIso8601(), entry.actor, entry.verb, entry.target, entry.outcome);
    return {};
}

bool AuditModel::canFetchMore(const QModelIndex &parent) const
{
    return !parent.isValid() && m_state == State::Shown && m_hasMore && !m_isAsking && m_entries.size() < kMost;
}

void AuditModel::fetchMore(const QModelIndex &parent)
{
    if (canFetchMore(parent) && m_session && m_session->isLive())
        ask(m_entries.constLast().number);
}

} // namespace muster
