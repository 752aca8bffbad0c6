// SPDX-License-Identifier: Apache-2.0
#include "ui/clusters/ConnectDialog.h"

#include "core/base/Limits.h"
#include "ui/clusters/FormRow.h"
#include "ui/clusters/ProbePanel.h"
#include "ui/clusters/SignInForm.h"
#include "ui/clusters/SignInWays.h"
#include "ui/clusters/SwatchRow.h"
#include "ui/clusters/TrustForm.h"
#include "ui/kit/Field.h"
#include "ui/kit/Note.h"
#include "ui/kit/SegmentedControl.h"
#include "ui/kit/Theme.h"

#include <QCheckBox>
#include <QVBoxLayout>

namespace muster {

namespace {

using namespace Qt::StringLiterals;

constexpr int kWidth = 600;

//! \a control at the start of a row, not stretched.
QWidget *atStart(QWidget *control, QWidget *parent)
{
    auto *holder = new QWidget(parent);
    auto *row = new QHBoxLayout(holder);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(control);
    row->addStretch(1);
    return holder;
}

} // namespace

ConnectDialog::ConnectDialog(const QList<const Dialect *> &dialects, Keyring &keyring, QWidget *parent)
    : Sheet(tr("Connect to a cluster"), kWidth, parent), m_dialects(dialects), m_probe(new ClusterProbe(dialects, this))
{
    buildFields(keyring);
    m_signIn->setDialect(dialect());
    m_test = addButton(tr("Test"), ButtonKind::Secondary);
    Button *cancel = addButton(tr("Cancel"), ButtonKind::Secondary);
    m_connect = addButton(tr("Connect"), ButtonKind::Primary);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_test, &QPushButton::clicked, this, [this] { probe(After::ShowOnly); });
    connect(m_connect, &QPushButton::clicked, this, [this] { probe(After::Connect); });
    connectFields();
    setAsking(false, {});
    fitFields();
    m_url->setFocus();
}

void ConnectDialog::buildKinds()
{
    m_kind = new SegmentedControl(tr("Kind of cluster"), this);
    for (const Dialect *one : m_dialects)
        m_kind->addPart({}, one->title());
    m_kindRow = new FormRow(tr("Kind"), atStart(m_kind, this), this);
    m_kindRow->setVisible(m_dialects.size() > 1);
}

void ConnectDialog::buildFields(Keyring &keyring)
{
    // Made from top to bottom: the Tab key visits them in this order, and a key typed blindly must not end up in the name.
    buildKinds();
    m_url = new Field(tr("Address"), this);
    m_urlRow = new FormRow(tr("Address"), m_url, this);
    m_urlRow->setField(m_url);
    m_trust = new TrustForm(this);
    m_plain = new QCheckBox(this);
    m_plainRow = new FormRow({}, m_plain, this);
    m_signIn = new SignInForm(keyring, this);
    m_panel = new ProbePanel(this);
    m_error = new InlineError(this);
    m_name = new Field(tr("Name"), this);
    m_name->setMaxLength(static_cast<int>(limits::kNodeNameCharacters));
    m_name->setPlaceholderText(tr("How you call it, e.g. prod-eu"));
    m_nameRow = new FormRow(tr("Name"), m_name, this);
    m_nameRow->setField(m_name);
    m_colour = new SwatchRow(this);
    auto *colourRow = new FormRow(tr("Colour"), atStart(m_colour, this), this);
    for (QWidget *part : {static_cast<QWidget *>(m_kindRow), static_cast<QWidget *>(m_urlRow),
                          static_cast<QWidget *>(m_trust), static_cast<QWidget *>(m_plainRow),
                          static_cast<QWidget *>(m_signIn), static_cast<QWidget *>(m_panel),
                          static_cast<QWidget *>(m_error), static_cast<QWidget *>(m_nameRow),
                          static_cast<QWidget *>(colourRow)})
        body()->addWidget(part);
}

void ConnectDialog::connectFields()
{
    connect(m_probe, &ClusterProbe::answered, this, &ConnectDialog::takeAnswer);
    connect(m_kind, &SegmentedControl::currentChanged, this, [this] {
        m_signIn->setDialect(dialect());
        forgetAnswer();
        fitFields();
    });
    connect(m_url, &QLineEdit::textEdited, this, [this] {
        m_plain->setChecked(false); // It was said of another address.
        forgetAnswer();
        fitFields();
    });
    connect(m_trust, &TrustForm::edited, this, &ConnectDialog::forgetAnswer);
    connect(m_trust, &TrustForm::trusted, this, [this] { probe(After::ShowOnly); });
    connect(m_plain, &QCheckBox::toggled, this, [this] { m_plainRow->complain({}); });
    connect(m_signIn, &SignInForm::edited, this, &ConnectDialog::forgetAnswer);
    connect(m_name, &QLineEdit::textEdited, this, [this] { m_nameRow->complain({}); });
}

QString ConnectDialog::dialect() const
{
    return m_dialects.at(m_kind->current())->id();
}

QString ConnectDialog::product() const
{
    return m_dialects.at(m_kind->current())->title();
}

void ConnectDialog::setProfile(const ClusterProfile &profile)
{
    m_profile = profile;
    for (int i = 0; i < m_dialects.size(); ++i) {
        if (m_dialects.at(i)->id() == profile.address.dialect)
            m_kind->setCurrent(i);
    }
    m_url->setText(profile.address.url.toString());
    m_trust->setPin(profile.address.pin);
    m_plain->setChecked(profile.address.allowsPlainSecrets);
    m_signIn->setProfile(profile);
    m_name->setText(profile.title);
    if (!profile.colour.isEmpty())
        m_colour->setColour(QColor(profile.colour));
    fitFields();
    m_signIn->focusFirst();
}

void ConnectDialog::blame(const Error &error)
{
    takeFailure(error);
}

bool ConnectDialog::isPlain(const QUrl &url) const
{
    return url.scheme() == "http"_L1 && !isLoopbackHost(url.host());
}

void ConnectDialog::fitFields()
{
    const Result<QUrl> url = parseClusterUrl(m_url->text().trimmed(), u"url"_s, PlainHttp::Anywhere);
    m_url->setPlaceholderText(isForeign(dialect()) ? u"https://console.example.org"_s : u"https://control.example.org:3100"_s);
    m_trust->setFieldShown(url && url->scheme() == "https"_L1);
    // Also of our own kind: musterd serves plainly beyond loopback when it is told to (--insecure).
    const bool needsTick = url && isPlain(*url);
    m_plainRow->setVisible(needsTick);
    if (needsTick) {
        m_plain->setText(isForeign(dialect()) ? tr("Send my password unencrypted to %1").arg(url->host())
                                              : tr("Send my token unencrypted to %1").arg(url->host()));
        m_plainRow->explain(tr("Everybody between here and there can read it, and what you see. Use https if that server can."));
    }
}

std::optional<QUrl> ConnectDialog::readUrl()
{
    const Result<QUrl> url = parseClusterUrl(m_url->text().trimmed(), u"url"_s, PlainHttp::Anywhere);
    m_urlRow->complain(url ? QString() : urlComplaint(m_url->text(), url.error()));
    if (!url) {
        m_url->setFocus();
        return std::nullopt;
    }
    const bool lacksTick = isPlain(*url) && !m_plain->isChecked();
    m_plainRow->complain(lacksTick ? tr("Tick this, or use https: nothing was sent.") : QString());
    if (lacksTick) {
        m_plain->setFocus();
        return std::nullopt;
    }
    return *url;
}

std::optional<ConnectDialog::Typed> ConnectDialog::read(After after)
{
    const std::optional<QUrl> url = readUrl();
    const Result<TlsPin> pin = m_trust->pin();
    // A test may go without: it then tells what answers there, but not whether it lets us in.
    const SignInForm::Blank blank = after == After::Connect ? SignInForm::Blank::Wrong : SignInForm::Blank::Allowed;
    const std::optional<Credentials> credentials = url && pin ? m_signIn->read(blank) : std::nullopt;
    if (!credentials)
        return std::nullopt;
    ClusterAddress address{.dialect = dialect(), .url = *url, .pin = *pin, .allowsPlainSecrets = isPlain(*url)};
    if (url->scheme() != "https"_L1)
        address.pin = {};
    return Typed{address, *credentials};
}

void ConnectDialog::probe(After after)
{
    const std::optional<Typed> typed = read(after);
    if (!typed)
        return;
    m_after = after;
    if (after == After::Connect && m_answer && m_answer->isSignedIn) {
        finish(*typed);
        return;
    }
    forgetAnswer();
    setAsking(true, tr("Asking %1…").arg(typed->address.url.host()));
    m_probe->ask(typed->address, typed->credentials);
}

void ConnectDialog::setAsking(bool isAsking, const QString &words)
{
    m_test->setEnabled(!isAsking);
    m_connect->setEnabled(!isAsking);
    setFooterText(isAsking ? words : tr("Nothing is saved before you connect."));
}

void ConnectDialog::takeAnswer(const Result<ProbeReport> &report)
{
    setAsking(false, {});
    if (!report) {
        takeFailure(report.error());
        return;
    }
    m_answer = *report;
    m_panel->show(*report, product(), m_signIn->way());
    if (m_name->text().trimmed().isEmpty())
        m_name->setText(report->node.isEmpty() ? QUrl::fromUserInput(m_url->text().trimmed()).host() : report->node);
    const std::optional<Typed> typed = read(m_after);
    const bool hasCredentials = typed && !typed->credentials.isEmpty();
    if (!report->isSignedIn && (hasCredentials || m_after == After::Connect))
        takeFailure(refused(u"it answered, but did not let us in"_s, u"not-authenticated"_s));
    else if (m_after == After::Connect && typed && !m_profile.id.isEmpty()) // Known already: nothing new to look at.
        finish(*typed);
    else if (!hasCredentials)
        m_signIn->focusFirst();
    else
        m_connect->setFocus(); // What it can and cannot do stands there now, before anything is saved.
}

void ConnectDialog::takeFailure(const Error &error)
{
    const Result<TlsPin> pin = m_trust->pin();
    const ProbeQuestion asked{.url = QUrl::fromUserInput(m_url->text().trimmed()), .product = product(),
                              .way = m_signIn->way(), .pin = pin ? *pin : TlsPin{}};
    const ProbeFailure failure = probeFailure(error, asked);
    if (failure.place == ProbeFailure::Place::Trust && !asked.pin.isEmpty())
        m_trust->tellChanged(asked.pin, failure.seen, asked.url.host());
    else if (failure.place == ProbeFailure::Place::Trust && !failure.seen.isEmpty())
        m_trust->ask(failure.seen, asked.url.host());
    else
        tellFailure(failure);
}

void ConnectDialog::tellFailure(const ProbeFailure &failure)
{
    m_error->show(failure.heading, failure.advice, failure.details);
    if (failure.place == ProbeFailure::Place::SignIn) {
        m_signIn->complain(failure.mark);
    } else if (failure.place == ProbeFailure::Place::Address) {
        m_urlRow->complain(failure.mark);
        m_url->setFocus();
    }
}

void ConnectDialog::forgetAnswer()
{
    m_probe->cancel();
    m_answer.reset();
    m_panel->clear();
    m_error->clear();
    m_trust->clear();
    m_urlRow->complain({});
    setAsking(false, {});
}

void ConnectDialog::finish(const Typed &typed)
{
    ConnectChoice choice{.profile = m_profile, .secret = secretOf(typed.credentials, m_signIn->way()),
                         .isRemembered = m_signIn->isRemembered()};
    choice.profile.title = m_name->text().trimmed();
    choice.profile.address = typed.address;
    choice.profile.signIn = m_signIn->way();
    choice.profile.user = typed.credentials.user;
    choice.profile.tenant = typed.credentials.tenant;
    choice.profile.colour = m_colour->colour().name();
    if (choice.profile.title.isEmpty()) {
        m_nameRow->complain(tr("Give it a name."));
        m_name->setFocus();
        return;
    }
    accept();
    Q_EMIT chosen(choice);
}

} // namespace muster
