// SPDX-License-Identifier: Apache-2.0
#include "app/shared/WorkerLink.h"

#include "core/base/Log.h"
#include "core/cluster/Dialect.h"
#include "core/wire/HttpError.h"

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

WorkerLink::WorkerLink(WorkerLinkSetup setup, const Clock &clock, QObject *parent)
    : QObject(parent), m_setup(std::move(setup)), m_clock(clock), m_pace(m_setup.seed)
{
    m_timer.setSingleShot(true);
}

WorkerLink::~WorkerLink() = default;

Result<void> WorkerLink::start()
{
    if (!dialectById(u"native"_s))
        return unsupported(u"this build has no native dialect"_s);
    MUSTER_TRY(kept, readCredential(m_setup.dataFolder));
    const std::optional<TokenId> tokenId = tokenIdOf(m_setup.token.reveal());
    const bool isOurs = kept && kept->url == m_setup.address.url && kept->node == m_setup.who.id.text();
    // Another join token than the one that was used means that somebody wants us to enrol anew.
    const bool isNewToken = tokenId && (!kept || kept->joinToken != tokenId->text());
    if (isOurs && !isNewToken) {
        m_credential = kept;
        useToken(kept->secret);
        scheduleRenewal();
        return {};
    }
    if (m_setup.token.isEmpty())
        return invalid(u"--join-token-file"_s,
                       u"a worker needs --join-token-file F, the token that lets it join; none is kept for %1"_s
                           .arg(m_setup.address.url.toString()));
    if (!tokenId) {
        useToken(m_setup.token);
        return {};
    }
    m_joining = dialectById(u"native"_s)->client(m_setup.address, {.token = m_setup.token});
    connect(&m_timer, &QTimer::timeout, this, &WorkerLink::askToJoin);
    askToJoin();
    return {};
}

Error WorkerLink::explained(const Error &error) const
{
    if (error.kind != ErrorKind::Refused || error.code != httpcode::kNotAuthenticated)
        return error;
    Error told = error;
    if (m_credential)
        told.what = u"the credential of this node is not accepted any more: it was revoked, or the node was removed, or the "
                    "control plane was restored from a backup; to let it in again, start it with a new join token (--join-token-file)"_s;
    else if (m_joining) // The server has one answer to all of these (T-1).
        told.what = u"the join token is not accepted: it was used up or revoked, has expired, or is for another node; make a "
                    "new one with: musterctl tokens create --join"_s;
    return told;
}

void WorkerLink::useToken(const Secret &token)
{
    m_cluster = dialectById(u"native"_s)->client(m_setup.address, {.token = token});
    // In a turn of its own, so that start() has answered before.
    QMetaObject::invokeMethod(this, &WorkerLink::admitted, Qt::QueuedConnection);
}

void WorkerLink::askToJoin()
{
    whenDone(this, m_joining->join({.who = m_setup.who, .instance = m_setup.instance}),
             [this](const Result<JoinGrant> &grant) { takeGrant(grant); });
}

void WorkerLink::takeGrant(const Result<JoinGrant> &grant)
{
    if (!grant) {
        const LocalNodeState state = localNodeStateAfter(grant.error());
        const milliseconds delay = m_pace.afterFailure(state);
        qCWarning(logNode, "Node %ls has not joined; it asks again in %lld ms: %ls",
                  qUtf16Printable(m_setup.who.id.text()), static_cast<long long>(delay.count()),
                  qUtf16Printable(explained(grant.error()).text()));
        m_timer.start(delay);
        if (needsPerson(state) && !std::exchange(m_wasRefused, true))
            Q_EMIT refused(explained(grant.error()));
        return;
    }
    const std::optional<TokenId> tokenId = tokenIdOf(m_setup.token.reveal());
    m_credential = NodeCredential{.url = m_setup.address.url,
                                  .node = m_setup.who.id.text(),
                                  .joinToken = tokenId ? tokenId->text() : QString(),
                                  .secret = grant->credential,
                                  .issuedAt = m_clock.now(),
                                  .pin = m_setup.address.pin};
    keep(); // When that fails, going on works until the next restart, and the log says why it will not then.
    m_timer.disconnect(this);
    m_joining.release()->deleteLater(); // We are in its call.
    qCInfo(logNode, "Node %ls exchanged its join token for a credential of its own",
           qUtf16Printable(m_setup.who.id.text()));
    useToken(grant->credential);
    scheduleRenewal();
}

void WorkerLink::scheduleRenewal()
{
    m_timer.disconnect(this);
    connect(&m_timer, &QTimer::timeout, this, &WorkerLink::renew);
    m_timer.start(m_setup.renewalLook);
}

void WorkerLink::renew()
{
    m_timer.start(m_setup.renewalLook);
    if (m_clock.now() - m_credential->issuedAt < limits::kCredentialRenewal)
        return;
    m_timer.stop(); // One at a time: each renewal ends the ones before.
    whenDone(this, m_cluster->renewCredential(), [this](const Result<JoinGrant> &grant) {
        if (!grant) {
            const bool isFinal = localNodeStateAfter(grant.error()) == LocalNodeState::NotLetIn; // A person must act.
            m_timer.start(isFinal ? m_setup.renewalLook : m_setup.renewalRetry);
            qCWarning(logNode, "The credential was not renewed: %ls", qUtf16Printable(grant.error().text()));
            return;
        }
        m_timer.start(m_setup.renewalLook);
        m_credential->secret = grant->credential;
        m_credential->issuedAt = m_clock.now();
        keep();
    });
}

void WorkerLink::keepPin()
{
    if (!m_credential || m_credential->pin == m_setup.address.pin)
        return;
    m_credential->pin = m_setup.address.pin;
    keep();
}

void WorkerLink::keep()
{
    if (const Result<void> written = writeCredential(m_setup.dataFolder, *m_credential); !written)
        qCCritical(logNode, "The credential could not be kept: %ls", qUtf16Printable(written.error().text()));
}

} // namespace muster
