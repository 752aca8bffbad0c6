// SPDX-License-Identifier: Apache-2.0
#pragma once
// The fields that a cluster of one kind wants: token, API key, or e-mail, password and company; and whether to remember.

#include "core/settings/ClusterProfile.h"

#include <QWidget>

class QCheckBox;

namespace muster {

class Field;
class FormRow;
class Keyring;
class SegmentedControl;

//! Part of the Connect dialog. Writes nothing and asks no keychain. GUI thread.
class SignInForm : public QWidget
{
    Q_OBJECT

public:
    //! Whether nothing typed is a mistake.
    enum class Blank { Allowed, Wrong };

    //! \a keyring must outlive the form; only its state is read.
    SignInForm(Keyring &keyring, QWidget *parent);

    //! Shows the fields of \a dialect.
    void setDialect(const QString &dialect);
    //! Fills in who we were; the secret is asked for again.
    void setProfile(const ClusterProfile &profile);
    SignIn way() const { return m_way; }
    //! What is typed. Wrong fields are marked; nullopt then.
    std::optional<Credentials> read(Blank blank);
    bool isRemembered() const;
    //! Marks the secret as not accepted, with \a reason below it, and goes there.
    void complain(const QString &reason);
    //! The keyboard goes to the first field that is empty.
    void focusFirst();

Q_SIGNALS:
    //! Something was typed or chosen.
    void edited();

private:
    struct SecretRow {
        Field *field = nullptr;
        FormRow *row = nullptr;
    };
    SecretRow makeSecret(SignIn way, const QString &hint);
    SecretRow makeText(const QString &label, const QString &hint);
    void buildWay();
    void chooseFile(const SecretRow &secret);
    void setWay(SignIn way);
    void tellKeyring();
    const SecretRow &secret() const;

    Keyring &m_keyring;
    QList<SignIn> m_ways;
    SignIn m_way = SignIn::Token;
    bool m_hasTenant = false;
    QWidget *m_wayHolder = nullptr;
    FormRow *m_wayRow = nullptr;
    SegmentedControl *m_wayControl = nullptr;
    SecretRow m_token;
    SecretRow m_apiKey;
    SecretRow m_user;
    SecretRow m_password;
    SecretRow m_tenant;
    QCheckBox *m_remember = nullptr;
    FormRow *m_rememberRow = nullptr;
};

} // namespace muster
