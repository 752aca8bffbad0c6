// SPDX-License-Identifier: Apache-2.0
#include "core/settings/Keyring.h"

#include "core/base/Log.h"

#include <qt6keychain/keychain.h>

#include <QPointer>
#include <QTimer>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

//! What a finished keychain job says: nothing is wrong, or one sentence.
struct JobOutcome {
    QKeychain::Error error = QKeychain::NoError;
    QString text;
};

//! Starts \a job and calls \a done once: when it finishes, or after \a deadline as an error. The job stays a child of
//! \a owner when it is late, because the library still writes to it; it deletes itself if it ever ends.
void runJob(QObject *owner, QKeychain::Job *job, milliseconds deadline, std::function<void(const JobOutcome &)> done)
{
    auto *timer = new QTimer(owner);
    timer->setSingleShot(true);
    QObject::connect(timer, &QTimer::timeout, owner, [timer, job, done] {
        timer->deleteLater();
        job->disconnect();
        done({QKeychain::OtherError, u"the keychain did not answer"_s});
    });
    QObject::connect(job, &QKeychain::Job::finished, owner, [timer, done](QKeychain::Job *finished) {
        timer->deleteLater();
        timer->stop();
        done({finished->error(), finished->errorString()});
    });
    timer->start(deadline);
    job->start();
}

} // namespace

Keyring::Keyring(const QString &service, QObject *parent, milliseconds deadline)
    : QObject(parent), m_service(service), m_deadline(deadline)
{
}

Keyring::~Keyring() = default;

Future<KeyringState> Keyring::store(const QString &name, const Secret &secret)
{
    m_kept.insert(name, secret);
    Pending<KeyringState> pending;
    probe([this, name, secret, pending] {
        if (m_state == KeyringState::MemoryOnly)
            return pending.finish(m_state);
        auto *job = new QKeychain::WritePasswordJob(m_service, this);
        job->setKey(name);
        job->setBinaryData(secret.reveal());
        runJob(this, job, m_deadline, [this, pending](const JobOutcome &outcome) {
            if (outcome.error != QKeychain::NoError)
                setState(KeyringState::MemoryOnly, u"the keychain refused: %1"_s.arg(outcome.text));
            pending.finish(m_state);
        });
    });
    return pending.future();
}

void Keyring::keep(const QString &name, const Secret &secret)
{
    // A keychain that nobody asked for is not woken to look whether it holds something.
    if (m_state == KeyringState::Stored)
        (void)forget(name);
    m_kept.insert(name, secret);
}

Future<Secret> Keyring::read(const QString &name)
{
    if (m_kept.contains(name))
        return ready(m_kept.value(name));
    Pending<Secret> pending;
    probe([this, name, pending] {
        if (m_state == KeyringState::MemoryOnly)
            return pending.finish(Secret());
        auto *job = new QKeychain::ReadPasswordJob(m_service, this);
        job->setKey(name);
        runJob(this, job, m_deadline, [this, name, pending, job](const JobOutcome &outcome) {
            if (outcome.error == QKeychain::NoError)
                m_kept.insert(name, Secret(job->binaryData()));
            else if (outcome.error != QKeychain::EntryNotFound)
                setState(KeyringState::MemoryOnly, u"the keychain could not be read: %1"_s.arg(outcome.text));
            pending.finish(m_kept.value(name));
        });
    });
    return pending.future();
}

Future<void> Keyring::forget(const QString &name)
{
    m_kept.remove(name);
    Pending<void> pending;
    probe([this, name, pending] {
        if (m_state == KeyringState::MemoryOnly)
            return pending.finish({});
        auto *job = new QKeychain::DeletePasswordJob(m_service, this);
        job->setKey(name);
        runJob(this, job, m_deadline, [pending](const JobOutcome &outcome) {
            if (outcome.error == QKeychain::NoError || outcome.error == QKeychain::EntryNotFound)
                return pending.finish({});
            pending.finish(storageError(u"forgetting a secret"_s, outcome.text));
        });
    });
    return pending.future();
}

void Keyring::probe(std::function<void()> next)
{
    if (m_state != KeyringState::Unknown)
        return next();
    auto *job = new QKeychain::WritePasswordJob(m_service, this);
    job->setKey(u"probe"_s);
    job->setTextData(u"probe"_s);
    runJob(this, job, m_deadline, [this, next](const JobOutcome &outcome) {
        if (outcome.error == QKeychain::NoError)
            setState(KeyringState::Stored, {});
        else
            setState(KeyringState::MemoryOnly, u"no keychain: %1"_s.arg(outcome.text));
        next();
    });
}

void Keyring::setState(KeyringState state, const QString &reason)
{
    if (m_state == state && m_reason == reason)
        return;
    m_state = state;
    m_reason = reason;
    if (state == KeyringState::MemoryOnly)
        qCInfo(logApp, "Secrets are kept until the program ends: %ls", qUtf16Printable(reason));
    Q_EMIT stateChanged();
}

} // namespace muster
