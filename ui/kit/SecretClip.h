// SPDX-License-Identifier: Apache-2.0
#pragma once
// A secret on the clipboard that does not stay there (reliability.md T-22).

#include "core/base/Secret.h"
#include "core/base/Timestamp.h"

#include <QObject>

namespace muster {

//! How long a secret stays on the clipboard. T-22.
inline constexpr milliseconds kSecretClipHold{30'000};

//! Puts \a secret on the clipboard, asks clipboard histories to leave it out, and takes it away after \a hold or when the
//! program ends, unless something else was copied meanwhile. Deletes itself then. Owned by the application; GUI thread.
class SecretClip final : public QObject
{
    Q_OBJECT

public:
    static void copy(const Secret &secret, milliseconds hold = kSecretClipHold);

private:
    explicit SecretClip(const Secret &secret, milliseconds hold);
    void clear();
    const Secret m_secret;
};

} // namespace muster
