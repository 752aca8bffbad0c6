// SPDX-License-Identifier: Apache-2.0
#include "ui/clusters/ConnectDialog.h"

#include "ui/clusters/FormRow.h"
#include "ui/clusters/ProbePanel.h"
#include "ui/clusters/SwatchRow.h"
#include "ui/kit/ErrorText.h"
#include "ui/kit/Field.h"
#include "ui/kit/Note.h"
#include "ui/kit/Theme.h"

#include <QCheckBox>
#include <QFileDialog>
#include <QVBoxLayout>

namespace muster {

namespace {

using namespace Qt::StringLiterals;

constexpr int kWidth = 600;

} // namespace

ConnectDialog::ConnectDialog(const QList<const Dialect *> &dialects, Keyring &keyring, QWidget *parent)
    : Sheet(tr("Connect to a cluster"), kWidth, parent), m_dialects(dialects), m_keyring(keyring),
      m_probe(new ClusterProbe(dialects, this))
{
    buildFields();
    m_test = addButton(tr("Test"), ButtonKind::Secondary);
    Button *cancel = addButton(tr("Cancel"), ButtonKind::Secondary);
    m_connect = addButton(tr("Connect"), ButtonKind::Primary);
    setFooterText(tr("Nothing is saved before you connect."));
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_test, &QPushButton::clicked, this, [this] { probe(After::ShowOnly); });
    connect(m_connect, &QPushButton::clicked, this, [this] { probe(After::Connect); });
    connect(m_probe, &ClusterProbe::answered, this, &ConnectDialog::takeAnswer);
    connectFields();
    tellKeyring();
    m_url->setFocus();
}

void ConnectDialog::buildFields()
{
    m_url = new Field(tr("Address"), this);
    m_url->setPlaceholderText(u"https://control.example.org:3100"_s);
    m_urlRow = new FormRow(tr("Address"), m_url, this);
    m_urlRow->setField(m_url);
    m_tokenRow = new FormRow(tr("Token"), tokenControl(), this);
    m_tokenRow->setField(m_token);
    m_panel = new ProbePanel(this);
    m_error = new InlineError(this);
    m_name = new Field(tr("Name"), this);
    m_name->setMaxLength(static_cast<int>(limits::kNodeNameCharacters));
    m_name->setPlaceholderText(tr("How you call it, e.g. prod-eu"));
    m_nameRow = new FormRow(tr("Name"), m_name, this);
    m_nameRow->setField(m_name);
    m_colour = new SwatchRow(this);
    m_remember = new QCheckBox(tr("Remember the token in the keychain"), this);
    m_remember->setChecked(true);
    m_rememberRow = new FormRow({}, m_remember, this);
    auto *colourHolder = new QWidget(this);
    auto *colourRow = new QHBoxLayout(colourHolder);
    colourRow->setContentsMargins(0, 0, 0, 0);
    colourRow->addWidget(m_colour);
    colourRow->addStretch(1);
    for (QWidget *part : {static_cast<QWidget *>(m_urlRow), static_cast<QWidget *>(m_tokenRow),
                          static_cast<QWidget *>(m_rememberRow), static_cast<QWidget *>(m_panel),
                          static_cast<QWidget *>(m_error), static_cast<QWidget *>(m_nameRow)})
        body()->addWidget(part);
    body()->addWidget(new FormRow(tr("Colour"), colourHolder, this));
}

QWidget *ConnectDialog::tokenControl()
{
    auto *holder = new QWidget(this);
    auto *row = new QHBoxLayout(holder);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(scaled(8));
    m_token = new Field(tr("Token"), holder);
    m_token->setEchoMode(QLineEdit::Password);
    m_token->setPlaceholderText(tr("The token, or a file that holds it"));
    auto *file = new Button("folder"_L1, tr("From file…"), ButtonKind::Secondary, holder);
    file->setAccessibleName(tr("Read the token from a file"));
    file->setAutoDefault(false);
    row->addWidget(m_token, 1);
    row->addWidget(file);
    holder->setFocusProxy(m_token);
    connect(file, &QPushButton::clicked, this, &ConnectDialog::chooseTokenFile);
    return holder;
}

void ConnectDialog::connectFields()
{
    connect(m_url, &QLineEdit::textEdited, this, [this] {
        m_urlRow->complain({});
        forgetAnswer();
    });
    connect(m_token, &QLineEdit::textEdited, this, [this] {
        m_tokenRow->complain({});
        forgetAnswer();
    });
    connect(m_name, &QLineEdit::textEdited, this, [this] { m_nameRow->complain({}); });
    connect(m_remember, &QCheckBox::toggled, this, &ConnectDialog::tellKeyring);
    connect(&m_keyring, &Keyring::stateChanged, this, &ConnectDialog::tellKeyring);
}

void ConnectDialog::setProfile(const ClusterProfile &profile)
{
    m_profile = profile;
    m_url->setText(profile.address.url.toString());
    m_name->setText(profile.title);
    if (!profile.colour.isEmpty())
        m_colour->setColour(QColor(profile.colour));
    m_token->setFocus();
}

void ConnectDialog::blame(const Error &error)
{
    takeAnswer(error);
}

void ConnectDialog::chooseTokenFile()
{
    auto *picker = new QFileDialog(this, tr("File with the token"));
    picker->setAttribute(Qt::WA_DeleteOnClose);
    picker->setFileMode(QFileDialog::ExistingFile);
    picker->setFilter(QDir::AllEntries | QDir::Hidden);
    connect(picker, &QFileDialog::fileSelected, this, [this](const QString &path) {
        const Result<Secret> secret = Secret::fromFile(path);
        m_tokenRow->complain(secret ? QString() : secret.error().what);
        if (secret)
            m_token->setText(QString::fromUtf8(secret->reveal()));
        forgetAnswer();
    });
    picker->open();
}

bool ConnectDialog::readFields(QUrl *url, Secret *token, After after)
{
    const Result<QUrl> parsed = parseClusterUrl(m_url->text().trimmed(), u"url"_s);
    m_urlRow->complain(parsed ? QString() : parsed.error().what);
    const QString typed = m_token->text().trimmed();
    // A test may go without: it then tells what answers there, but not whether it lets us in.
    const bool lacksToken = typed.isEmpty() && after == After::Connect;
    m_tokenRow->complain(lacksToken ? tr("Every cluster wants a token, on this machine too.") : QString());
    if (!parsed)
        m_url->setFocus();
    else if (lacksToken)
        m_token->setFocus();
    if (!parsed || lacksToken)
        return false;
    *url = *parsed;
    *token = Secret(typed.toUtf8());
    return true;
}

void ConnectDialog::probe(After after)
{
    QUrl url;
    Secret token;
    if (!readFields(&url, &token, after))
        return;
    m_after = after;
    if (after == After::Connect && m_answer) {
        finish();
        return;
    }
    forgetAnswer();
    m_test->setEnabled(false);
    m_connect->setEnabled(false);
    setFooterText(tr("Asking %1…").arg(url.host()));
    m_probe->ask(url, token, m_profile.address.dialect);
}

void ConnectDialog::takeAnswer(const Result<ProbeReport> &report)
{
    m_test->setEnabled(true);
    m_connect->setEnabled(true);
    setFooterText(tr("Nothing is saved before you connect."));
    if (!report) {
        const Error &error = report.error();
        const ErrorWords words = errorWords(error);
        if (error.kind == ErrorKind::Refused) {
            m_tokenRow->complain(tr("It does not accept this token."));
            m_token->setFocus();
            m_token->selectAll();
        } else if (error.kind == ErrorKind::Unreachable || error.kind == ErrorKind::Timeout) {
            m_urlRow->complain(tr("%1: %2.").arg(words.heading, error.what));
            m_url->setFocus();
        } else if (error.kind == ErrorKind::Protocol || error.kind == ErrorKind::NotFound) {
            m_urlRow->complain(tr("Something answers there, but it is not a control plane that Muster knows."));
            m_url->setFocus();
        } else {
            m_error->show(error);
        }
        return;
    }
    m_answer = *report;
    QString title = report->dialect;
    for (const Dialect *dialect : m_dialects)
        title = dialect->id() == report->dialect ? dialect->title() : title;
    m_panel->show(*report, title);
    if (m_name->text().trimmed().isEmpty())
        m_name->setText(report->node.isEmpty() ? m_url->text().trimmed() : report->node);
    if (m_after == After::Connect && report->isSignedIn)
        finish();
    else if (m_after == After::Connect)
        m_tokenRow->complain(tr("It does not accept this token."));
    else if (m_token->text().trimmed().isEmpty())
        m_token->setFocus();
    else
        m_connect->setFocus();
}

void ConnectDialog::forgetAnswer()
{
    m_probe->cancel();
    m_answer.reset();
    m_panel->clear();
    m_error->clear();
    m_test->setEnabled(true);
    m_connect->setEnabled(true);
}

void ConnectDialog::finish()
{
    QUrl url;
    Secret token;
    if (!readFields(&url, &token, After::Connect))
        return;
    ConnectChoice choice{.profile = m_profile, .token = token, .isRemembered = m_remember->isChecked()};
    choice.profile.title = m_name->text().trimmed();
    choice.profile.address = {.dialect = m_answer->dialect, .url = url};
    choice.profile.colour = m_colour->colour().name();
    if (choice.profile.title.isEmpty()) {
        m_nameRow->complain(tr("Give it a name."));
        m_name->setFocus();
        return;
    }
    accept();
    Q_EMIT chosen(choice);
}

void ConnectDialog::tellKeyring()
{
    if (!m_remember->isChecked()) {
        m_rememberRow->explain(tr("Kept for this session only; you are asked again next time."));
        return;
    }
    switch (m_keyring.state()) {
    case KeyringState::Unknown:
        m_rememberRow->explain({});
        // Asking for anything finds out whether there is a keychain; the answer comes as stateChanged().
        (void)m_keyring.read(u"cluster/none"_s);
        break;
    case KeyringState::Stored:
        m_rememberRow->explain(tr("The keychain of this desktop is there and open."));
        break;
    case KeyringState::MemoryOnly:
        m_rememberRow->explain(tr("There is no usable keychain here: the token is kept for this session only."));
        break;
    }
}

} // namespace muster
