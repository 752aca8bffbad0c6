// SPDX-License-Identifier: Apache-2.0
#pragma once
// Text that must not be seen: it cannot be logged, compared in variable time or left in freed memory.

#include "core/base/Result.h"

#include <QByteArray>

namespace muster {

//! A token, password or key. Copies are deep and each is wiped when it dies.
class Secret
{
public:
    Secret() = default;
    explicit Secret(QByteArray bytes) : m_bytes(std::move(bytes)) { m_bytes.detach(); }
    Secret(const Secret &other) : Secret(other.m_bytes) {}
    Secret(Secret &&other) noexcept : m_bytes(std::move(other.m_bytes)) { other.m_bytes = {}; }
    Secret &operator=(const Secret &other);
    Secret &operator=(Secret &&other) noexcept;
    ~Secret() { wipe(); }

    bool isEmpty() const { return m_bytes.isEmpty(); }
    //! The bytes themselves, for the one line that sends or stores them.
    const QByteArray &reveal() const { return m_bytes; }
    //! Whether both are the same; takes the same time for every \a other of one length.
    bool matches(const QByteArray &other) const;

    //! A fresh secret of \a bytes random bytes from the system, as URL-safe base64.
    static Secret random(int bytes);
    //! Reads a secret from a file: first line, trimmed. Invalid when the file is missing, empty, or readable by others
    //! than its owner (T-24). Source: interface.md, musterd.
    static Result<Secret> fromFile(const QString &path);
    //! Writes the secret to \a path with mode 0600, whole or not at all.
    Result<void> toFile(const QString &path) const;

private:
    void wipe();
    QByteArray m_bytes;
};

} // namespace muster
