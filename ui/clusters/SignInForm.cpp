// SPDX-License-Identifier: Apache-2.0
#include "ui/clusters/SignInForm.h"

#include "core/base/Limits.h"
#include "core/settings/Keyring.h"
#include "ui/clusters/FormRow.h"
#include "ui/clusters/SignInWays.h"
#include "ui/kit/Button.h"
#include "ui/kit/Field.h"
#include "ui/kit/SegmentedControl.h"
#include "ui/kit/Theme.h"

#include <QCheckBox>
#include <QFileDialog>
#include <QVBoxLayout>

namespace muster {

using namespace Qt::StringLiterals;

SignInForm::SignInForm(Keyring &keyring, QWidget *parent) : QWidget(parent), m_keyring(keyring)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(scaled(12));
    buildWay();
    m_token = makeSecret(SignIn::Token, tr("The token, or a file that holds it"));
    m_apiKey = makeSecret(SignIn::ApiKey, tr("The API key, or a file that holds it"));
    m_user = makeText(tr("E-mail"), tr("The address that you sign in with"));
    m_password = makeSecret(SignIn::Password, {});
    m_tenant = makeText(tr("Company"), tr("Only if you belong to several"));
    m_remember = new QCheckBox(tr("Remember it in the keychain"), this);
    m_rememberRow = new FormRow({}, m_remember, this);
    for (QWidget *row : {m_wayRow, m_token.row, m_apiKey.row, m_user.row, m_password.row, m_tenant.row, m_rememberRow})
        column->addWidget(row);
    connect(m_remember, &QCheckBox::toggled, this, &SignInForm::tellKeyring);
    connect(&m_keyring, &Keyring::stateChanged, this, &SignInForm::tellKeyring);
    setDialect(u"native"_s);
    tellKeyring();
}

void SignInForm::buildWay()
{
    m_wayControl = new SegmentedControl(tr("Sign in with"), this);
    m_wayHolder = new QWidget(this);
    auto *row = new QHBoxLayout(m_wayHolder);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(m_wayControl);
    row->addStretch(1);
    m_wayHolder->setFocusProxy(m_wayControl);
    m_wayControl->addPart({}, titleOf(SignIn::ApiKey));
    m_wayControl->addPart({}, titleOf(SignIn::Password));
    m_wayRow = new FormRow(tr("Sign in with"), m_wayHolder, this);
    connect(m_wayControl, &SegmentedControl::currentChanged, this, [this](int index) {
        setWay(m_ways.value(index, m_way));
        Q_EMIT edited();
    });
}

SignInForm::SecretRow SignInForm::makeSecret(SignIn way, const QString &hint)
{
    auto *holder = new QWidget(this);
    auto *row = new QHBoxLayout(holder);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(scaled(8));
    SecretRow made{.field = new Field(titleOf(way), holder), .row = nullptr};
    made.field->setEchoMode(QLineEdit::Password);
    made.field->setPlaceholderText(hint);
    row->addWidget(made.field, 1);
    holder->setFocusProxy(made.field);
    made.row = new FormRow(titleOf(way), holder, this);
    made.row->setField(made.field);
    if (way != SignIn::Password) {
        auto *file = new Button("folder"_L1, tr("From file…"), ButtonKind::Secondary, holder);
        file->setAccessibleName(tr("Read the %1 from a file").arg(titleOf(way)));
        file->setAutoDefault(false);
        row->addWidget(file);
        connect(file, &QPushButton::clicked, this, [this, made] { chooseFile(made); });
    }
    connect(made.field, &QLineEdit::textEdited, this, [this, made] {
        made.row->complain({});
        Q_EMIT edited();
    });
    return made;
}

SignInForm::SecretRow SignInForm::makeText(const QString &label, const QString &hint)
{
    SecretRow made{.field = new Field(label, this), .row = nullptr};
    made.field->setPlaceholderText(hint);
    made.field->setMaxLength(static_cast<int>(limits::kNodeTextCharacters));
    made.row = new FormRow(label, made.field, this);
    made.row->setField(made.field);
    connect(made.field, &QLineEdit::textEdited, this, [this, made] {
        made.row->complain({});
        Q_EMIT edited();
    });
    return made;
}

void SignInForm::chooseFile(const SecretRow &secret)
{
    auto *picker = new QFileDialog(this, tr("File with the secret"));
    picker->setAttribute(Qt::WA_DeleteOnClose);
    picker->setFileMode(QFileDialog::ExistingFile);
    picker->setFilter(QDir::AllEntries | QDir::Hidden);
    connect(picker, &QFileDialog::fileSelected, this, [this, secret](const QString &path) {
        const Result<Secret> read = Secret::fromFile(path);
        secret.row->complain(read ? QString() : read.error().what);
        if (read)
            secret.field->setText(QString::fromUtf8(read->reveal()));
        Q_EMIT edited();
    });
    picker->open();
}

void SignInForm::setDialect(const QString &dialect)
{
    m_ways = signInWays(dialect);
    m_hasTenant = takesTenant(dialect);
    setWay(m_ways.contains(m_way) ? m_way : m_ways.constFirst());
}

void SignInForm::setWay(SignIn way)
{
    m_way = way;
    m_wayRow->setVisible(m_ways.size() > 1);
    if (m_ways.size() > 1)
        m_wayControl->setCurrent(static_cast<int>(m_ways.indexOf(way)));
    m_token.row->setVisible(way == SignIn::Token);
    m_apiKey.row->setVisible(way == SignIn::ApiKey);
    for (const SecretRow &row : {m_user, m_password})
        row.row->setVisible(way == SignIn::Password);
    m_tenant.row->setVisible(way == SignIn::Password && m_hasTenant);
    for (const SecretRow &row : {m_token, m_apiKey, m_user, m_password, m_tenant})
        row.row->complain({});
}

void SignInForm::setProfile(const ClusterProfile &profile)
{
    m_user.field->setText(profile.user);
    m_tenant.field->setText(profile.tenant);
    if (m_ways.contains(profile.signIn))
        setWay(profile.signIn);
}

const SignInForm::SecretRow &SignInForm::secret() const
{
    if (m_way == SignIn::Token)
        return m_token;
    return m_way == SignIn::ApiKey ? m_apiKey : m_password;
}

std::optional<Credentials> SignInForm::read(Blank blank)
{
    ClusterProfile shown;
    shown.signIn = m_way;
    shown.user = m_user.field->text().trimmed();
    shown.tenant = m_hasTenant ? m_tenant.field->text().trimmed() : QString();
    // A password may begin or end with a blank; tokens and keys are pasted with them.
    const QString typed = m_way == SignIn::Password ? secret().field->text() : secret().field->text().trimmed();
    const bool isPassword = m_way == SignIn::Password;
    const bool lacksSecret = typed.isEmpty() && blank == Blank::Wrong;
    const bool lacksUser = isPassword && shown.user.isEmpty() && (blank == Blank::Wrong || !typed.isEmpty());
    QString reason;
    if (lacksSecret && m_way == SignIn::Token)
        reason = tr("Every cluster wants a token, on this machine too.");
    else if (lacksSecret)
        reason = isPassword ? tr("It lets nobody in without a password.") : tr("It lets nobody in without an API key.");
    secret().row->complain(reason);
    m_user.row->complain(lacksUser ? tr("Who signs in? Give the e-mail address.") : QString());
    if (lacksUser)
        m_user.field->setFocus();
    else if (lacksSecret)
        secret().field->setFocus();
    if (lacksUser || lacksSecret)
        return std::nullopt;
    if (isPassword && typed.isEmpty())
        return Credentials{};
    return shown.credentials(Secret(typed.toUtf8()));
}

bool SignInForm::isRemembered() const
{
    return m_remember->isChecked();
}

void SignInForm::complain(const QString &reason)
{
    secret().row->complain(reason);
    secret().field->setFocus();
    secret().field->selectAll();
}

void SignInForm::focusFirst()
{
    if (m_way == SignIn::Password && m_user.field->text().isEmpty())
        m_user.field->setFocus();
    else
        secret().field->setFocus();
}

void SignInForm::tellKeyring()
{
    if (!m_remember->isChecked()) {
        m_rememberRow->explain(tr("Kept until you quit; you are asked again next time."));
        return;
    }
    switch (m_keyring.state()) {
    case KeyringState::Unknown:
        m_rememberRow->explain(tr("Goes into the keychain of this desktop when you connect."));
        break;
    case KeyringState::Stored:
        m_rememberRow->explain(tr("The keychain of this desktop is there and open."));
        break;
    case KeyringState::MemoryOnly:
        m_rememberRow->explain(tr("There is no usable keychain here: it is kept until you quit."));
        break;
    }
}

} // namespace muster
