// SPDX-License-Identifier: Apache-2.0
#pragma once
// Secrets in the desktop's keychain; without one they are kept until the program ends, and the caller is told.

#include "core/base/Clock.h"
#include "core/base/Future.h"
#include "core/base/Limits.h"
#include "core/base/Secret.h"

#include <QHash>
#include <QObject>

#include <functional>

namespace muster {

//! What becomes of secrets given to the Keyring.
enum class KeyringState {
    Unknown,    //!< Nothing was tried yet.
    Stored,     //!< The keychain works: secrets are there after a restart.
    MemoryOnly, //!< It does not; Keyring::reason() says why. Secrets are gone when the program ends.
};

//! Stores, reads and forgets secrets by name; never on disk in plain text. Nothing blocks, a service that does not
//! answer within the deadline counts as absent. One thread; needs its event loop.
class Keyring final : public QObject
{
    Q_OBJECT
public:
    //! \a service is the group under which the keychain shows our secrets.
    explicit Keyring(const QString &service = QStringLiteral("Muster"), QObject *parent = nullptr,
                     milliseconds deadline = limits::kKeyringDeadline);
    ~Keyring() override;
    Q_DISABLE_COPY_MOVE(Keyring)

    //! Keeps \a secret under \a name; the state says where. Never fails: memory is always there.
    Future<KeyringState> store(const QString &name, const Secret &secret);
    //! Keeps \a secret under \a name until the program ends; a keychain that was used already forgets what it had there.
    void keep(const QString &name, const Secret &secret);
    //! The secret under \a name; empty when there is none, as far as can be known (a locked keychain says so, too).
    Future<Secret> read(const QString &name);
    //! Forgets it everywhere; done also when there was none.
    Future<void> forget(const QString &name);

    KeyringState state() const { return m_state; }
    //! Why state() is MemoryOnly, one sentence; else empty.
    QString reason() const { return m_reason; }

Q_SIGNALS:
    //! state() or reason() changed; comes before the Future that found out.
    void stateChanged();

private:
    //! Writes and deletes a probe first: a locked keychain reads as "no such entry" (stack.md 6).
    void probe(std::function<void()> next);
    void setState(KeyringState state, const QString &reason);

    const QString m_service;
    const milliseconds m_deadline;
    KeyringState m_state = KeyringState::Unknown;
    QString m_reason;
    QHash<QString, Secret> m_kept; // This session's secrets, whether or not the keychain has them.
};

} // namespace muster
