// SPDX-License-Identifier: Apache-2.0
#pragma once
// A Connect dialog over dialects that answer what a test says, for the tests of the dialog.

#include "ui/clusters/ConnectDialog.h"
#include "ui/clusters/FormRow.h"
#include "ui/clusters/ProbePanel.h"
#include "ui/kit/Field.h"
#include "ui/kit/PlainLabel.h"
#include "ui/kit/SegmentedControl.h"
#include "ui/kit/Theme.h"

#include <QCheckBox>
#include <QTest>

namespace muster {

//! Answers every probe with what the test put there.
class ScriptedDialect final : public Dialect
{
public:
    explicit ScriptedDialect(const QString &id, const QString &title) : m_id(id), m_title(title) {}
    QString id() const override { return m_id; }
    QString title() const override { return m_title; }
    Future<ProbeReport> probe(const ClusterAddress &address, const Credentials &credentials, QObject *) const override
    {
        asked += 1;
        shown = credentials;
        at = address;
        const bool isWrongKey = wants && address.pin != *wants;
        return finished(isWrongKey ? Result<ProbeReport>(tlsError) : answer);
    }
    std::unique_ptr<Cluster> client(const ClusterAddress &, const Credentials &) const override { return nullptr; }
    std::unique_ptr<DialectRoutes> routes() const override { return nullptr; }
    void reset()
    {
        answer = ProbeReport{.dialect = m_id, .product = m_title + QStringLiteral(" 0.1.0"), .node = QStringLiteral("prod-eu"), .latencyMs = 3.2,
                             .features = Feature::Follow | Feature::Remove, .isSignedIn = true};
        asked = 0;
        shown = {};
        wants.reset();
    }

    Result<ProbeReport> answer = Error{};
    std::optional<TlsPin> wants; //!< The server's key, when it has a certificate of its own.
    Error tlsError;
    mutable int asked = 0;
    mutable Credentials shown;
    mutable ClusterAddress at;

private:
    const QString m_id;
    const QString m_title;
};

inline TlsPin pinOf(char byte)
{
    return TlsPin{QByteArray(32, byte)};
}

inline Error tlsFailure(const QString &code, const TlsPin &seen)
{
    return Error{.kind = ErrorKind::Refused, .where = QStringLiteral("connecting"), .what = QStringLiteral("the server showed ") + seen.text(),
                 .code = code, .field = {}};
}

inline Error failure(ErrorKind kind)
{
    return Error{.kind = kind, .where = QStringLiteral("probing"), .what = QStringLiteral("no luck"), .code = {}, .field = {}};
}

//! The dialog with its three kinds, and ways to find what it shows.
class ConnectBench
{
protected:
    void prepare()
    {
        for (ScriptedDialect *one : {&m_dialect, &m_mail, &m_peer})
            one->reset();
        m_dialog.reset();
        m_keyring = std::make_unique<Keyring>(QStringLiteral("MusterTest"), nullptr, milliseconds(50));
        m_dialog = std::make_unique<ConnectDialog>(QList<const Dialect *>{&m_dialect, &m_mail, &m_peer}, *m_keyring, nullptr);
        m_dialog->show();
    }

    Field *field(const QString &name)
    {
        for (Field *one : m_dialog->findChildren<Field *>()) {
            if (one->accessibleName() == name)
                return one;
        }
        return nullptr;
    }

    QCheckBox *tick(const QString &part)
    {
        for (QCheckBox *one : m_dialog->findChildren<QCheckBox *>()) {
            if (one->isVisible() && one->text().contains(part))
                return one;
        }
        return nullptr;
    }

    Button *button(const QString &text)
    {
        for (Button *one : m_dialog->findChildren<Button *>()) {
            if (one->text() == text)
                return one;
        }
        return nullptr;
    }

    QString shownText() const
    {
        QStringList words;
        for (const PlainLabel *label : m_dialog->findChildren<PlainLabel *>()) {
            if (label->isVisible())
                words.append(label->text());
        }
        return words.join(u'\n');
    }
    void chooseKind(int index) { m_dialog->findChild<SegmentedControl *>()->setCurrent(index); }

    Theme m_theme;
    ScriptedDialect m_dialect{QStringLiteral("native"), QStringLiteral("Muster")};
    ScriptedDialect m_mail{QStringLiteral("agenticmail"), QStringLiteral("AgenticMail")};
    ScriptedDialect m_peer{QStringLiteral("cognipeer"), QStringLiteral("Cognipeer")};
    std::unique_ptr<Keyring> m_keyring;
    std::unique_ptr<ConnectDialog> m_dialog;
};

} // namespace muster
