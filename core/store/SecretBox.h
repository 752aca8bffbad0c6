// SPDX-License-Identifier: Apache-2.0
#pragma once
// Seals secrets that are kept in the database, with a key that is not (T-23).

#include "core/base/Secret.h"

#include <QString>

namespace muster {

//! AES-256-GCM with a key in a file of its own (0600) beside the database: a copy of the database alone opens nothing.
class SecretBox
{
public:
    //! Reads \a folder/secrets.key, or makes it. Storage or Invalid when it cannot be used, or others can read it.
    static Result<SecretBox> open(const QString &folder);

    //! \a value for \a purpose ("agent/hello TOKEN"), which must be the same when it is opened. Internal.
    Result<QByteArray> seal(const Secret &value, const QString &purpose) const;
    //! Storage when \a sealed is damaged, of another key, or for another purpose.
    Result<Secret> unseal(const QByteArray &sealed, const QString &purpose) const;

private:
    explicit SecretBox(QByteArray key) : m_key(std::move(key)) {}
    Secret m_key; // 32 bytes.
};

} // namespace muster
