// SPDX-License-Identifier: Apache-2.0
#pragma once
// From where workers that can show no key are let in: AgenticMail's send none (--agenticmail-workers).

#include "core/base/Result.h"

#include <QHostAddress>
#include <QList>

#include <utility>

namespace muster {

struct HttpRequest;

//! A list of networks; nobody by default. A value.
class KeylessSources
{
public:
    //! Reads "off", "loopback", or a list of addresses and networks, "10.0.0.0/8,192.168.1.7", loopback among them if wanted.
    //! Invalid blames \a field. Source: interface.md, musterd.
    static Result<KeylessSources> parse(const QString &text, const QString &field);

    bool isOff() const { return m_networks.isEmpty(); }
    //! Whether this machine itself is one of them.
    bool hasLoopback() const;
    //! As it was given: "off", "loopback", "10.0.0.0/8".
    const QString &text() const { return m_text; }
    //! Whether \a request comes from one of them and from nobody behind it (decisions.md 15).
    bool takes(const HttpRequest &request) const;

private:
    bool has(const QHostAddress &address) const;

    QString m_text = QStringLiteral("off");
    QList<std::pair<QHostAddress, int>> m_networks;
};

} // namespace muster
