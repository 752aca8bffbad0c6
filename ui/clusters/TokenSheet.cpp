// SPDX-License-Identifier: Apache-2.0
#include "ui/clusters/TokenSheet.h"

#include "core/base/Id.h"
#include "core/base/Limits.h"
#include "ui/clusters/FormRow.h"
#include "ui/clusters/IssuedPanel.h"
#include "ui/clusters/TokenText.h"
#include "ui/kit/Field.h"
#include "ui/kit/Note.h"
#include "ui/kit/SegmentedControl.h"
#include "ui/kit/Theme.h"

#include <QComboBox>
#include <QVBoxLayout>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr int kIdCharacters = 64;
constexpr int kWidth = 720; // A pin of 71 letters must stand on one line.

QWidget *leftAligned(QWidget *control, QWidget *parent)
{
    auto *holder = new QWidget(parent);
    auto *row = new QHBoxLayout(holder);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(control);
    row->addStretch(1);
    holder->setFocusProxy(control);
    return holder;
}

} // namespace

TokenSheet::TokenSheet(TokenKind kind, Cluster *cluster, QWidget *parent)
    : Sheet(kind == TokenKind::Join ? tr("Create a join token") : tr("Create an access token"), kWidth, parent), m_kind(kind),
      m_cluster(cluster), m_form(new QWidget(this))
{
    auto *rows = new QVBoxLayout(m_form);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(scaled(12));
    m_name = new Field(tr("Name"), m_form);
    m_name->setMaxLength(static_cast<int>(limits::kNodeNameCharacters));
    m_nameRow = new FormRow(tr("Name"), m_name, m_form);
    m_nameRow->setField(m_name);
    rows->addWidget(m_nameRow);
    kind == TokenKind::Join ? buildJoin() : buildAccess();
    buildLife();
    body()->addWidget(m_form);
    m_error = new InlineError(this);
    body()->addWidget(m_error);
    m_cancel = addButton(tr("Cancel"), ButtonKind::Secondary);
    m_make = addButton(tr("Create"), ButtonKind::Primary);
    m_name->setFocus();
    connect(m_name, &QLineEdit::textEdited, this, [this] { m_nameRow->complain({}); });
    connect(m_cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_make, &QPushButton::clicked, this, &TokenSheet::make);
}

void TokenSheet::buildAccess()
{
    m_name->setPlaceholderText(tr("Whose it is: a person or a script"));
    m_tier = new SegmentedControl(tr("May do"), m_form);
    for (const Tier tier : {Tier::Viewer, Tier::Operator, Tier::Admin})
        m_tier->addPart({}, tierTitle(tier));
    auto *row = new FormRow(tr("May do"), leftAligned(m_tier, m_form), m_form);
    const auto tell = [row](int tier) {
        const QStringList words{tr("Sees everything, changes nothing."), tr("Changes what runs where; makes no tokens."),
                                tr("Everything, also tokens.")};
        row->explain(words.value(tier));
    };
    connect(m_tier, &SegmentedControl::currentChanged, row, tell);
    tell(0);
    m_form->layout()->addWidget(row);
    m_tenants = new Field(tr("Tenants"), m_form);
    m_tenants->setPlaceholderText(tr("All"));
    m_tenants->setMaxLength(limits::kTokenTenants * (kIdCharacters + 2));
    m_tenantsRow = new FormRow(tr("Tenants"), m_tenants, m_form);
    m_tenantsRow->setField(m_tenants);
    m_tenantsRow->explain(tr("Names with commas between. Of other tenants it sees nothing, and it changes no nodes, queues or tokens."));
    m_form->layout()->addWidget(m_tenantsRow);
    connect(m_tenants, &QLineEdit::textEdited, this, [this] { m_tenantsRow->complain({}); });
}

//! Nullopt for what is no list of names.
std::optional<QList<TenantId>> TokenSheet::tenants() const
{
    QList<TenantId> tenants;
    const QStringList texts = m_tenants->text().split(u',', Qt::SkipEmptyParts);
    for (const QString &text : texts) {
        const Result<TenantId> tenant = TenantId::parse(text.trimmed(), u"tenants"_s);
        if (!tenant || tenants.size() >= limits::kTokenTenants)
            return std::nullopt;
        tenants.append(*tenant);
    }
    return tenants;
}

void TokenSheet::buildJoin()
{
    m_name->setPlaceholderText(tr("Any name"));
    m_nameRow->explain(tr("Only a node with this name gets in; empty lets any name in."));
    m_uses = new Field(tr("How many nodes it lets in"), m_form);
    m_uses->setText(u"1"_s);
    m_uses->setMaxLength(4);
    m_uses->setFixedWidth(scaled(72));
    m_usesRow = new FormRow(tr("Lets in"), leftAligned(m_uses, m_form), m_form);
    m_usesRow->setField(m_uses);
    m_usesRow->explain(tr("Nodes, one use each."));
    m_form->layout()->addWidget(m_usesRow);
    connect(m_uses, &QLineEdit::textEdited, this, [this] { m_usesRow->complain({}); });
}

void TokenSheet::buildLife()
{
    using namespace std::chrono_literals;
    m_life = new QComboBox(m_form);
    m_life->setAccessibleName(tr("Holds for"));
    const QList<std::pair<QString, milliseconds>> lives{{tr("15 minutes"), 15min}, {tr("1 hour"), 1h},   {tr("8 hours"), 8h},
                                                        {tr("1 day"), 24h},        {tr("7 days"), 7 * 24h}, {tr("30 days"), 30 * 24h},
                                                        {tr("90 days"), 90 * 24h}, {tr("1 year"), 365 * 24h}};
    const milliseconds usual = m_kind == TokenKind::Join ? limits::kJoinTokenLife : limits::kAccessTokenLife;
    for (const auto &[text, life] : lives) {
        m_life->addItem(text, static_cast<qlonglong>(life.count()));
        if (life == usual)
            m_life->setCurrentIndex(m_life->count() - 1);
    }
    m_form->layout()->addWidget(new FormRow(tr("Holds for"), leftAligned(m_life, m_form), m_form));
}

std::optional<TokenRequest> TokenSheet::request()
{
    TokenRequest request;
    request.kind = m_kind;
    request.name = m_name->text().trimmed();
    request.life = milliseconds(m_life->currentData().toLongLong());
    QString wrong;
    QString wrongUses;
    QString wrongTenants;
    if (m_kind == TokenKind::Access) {
        request.tier = static_cast<Tier>(m_tier->current());
        if (request.name.isEmpty())
            wrong = tr("Say whose it is, so that it can be told from others later.");
        if (const std::optional<QList<TenantId>> bound = tenants())
            request.tenants = *bound;
        else
            wrongTenants = tr("Up to %1 names of 2 to 64 characters of A-Z a-z 0-9 . _ -, with commas between.").arg(limits::kTokenTenants);
    } else {
        bool isNumber = false;
        request.uses = m_uses->text().trimmed().toInt(&isNumber);
        if (!isNumber || request.uses < 1 || request.uses > limits::kTokenUsesMost)
            wrongUses = tr("A number from 1 to %1.").arg(limits::kTokenUsesMost);
    }
    if (m_kind == TokenKind::Join && !request.name.isEmpty() && !isIdText(request.name))
        wrong = tr("2 to 64 characters of A-Z a-z 0-9 . _ - beginning with a letter or digit.");
    m_nameRow->complain(wrong);
    if (m_usesRow)
        m_usesRow->complain(wrongUses);
    if (m_tenantsRow)
        m_tenantsRow->complain(wrongTenants);
    if (wrong.isEmpty() && wrongUses.isEmpty() && wrongTenants.isEmpty())
        return request;
    (!wrong.isEmpty() ? m_name : !wrongUses.isEmpty() ? m_uses : m_tenants)->setFocus();
    return std::nullopt;
}

void TokenSheet::make()
{
    const std::optional<TokenRequest> wanted = request();
    if (!wanted || !m_cluster)
        return;
    m_error->clear();
    m_make->setEnabled(false);
    setFooterText(tr("Asking…"));
    whenDone(this, m_cluster->createToken(*wanted), [this](const Result<IssuedToken> &issued) { take(issued); });
}

void TokenSheet::take(const Result<IssuedToken> &issued)
{
    setFooterText({});
    m_make->setEnabled(true);
    if (!issued) {
        m_error->show(issued.error());
        if (issued.error().kind == ErrorKind::Invalid && issued.error().field.endsWith("name"_L1))
            m_nameRow->complain(issued.error().what);
        return;
    }
    m_form->hide();
    m_make->hide();
    m_issued = new IssuedPanel(*issued, this);
    body()->addWidget(m_issued);
    m_cancel->setText(tr("Done"));
    m_issued->copyButton()->setFocus();
    adjustSize();
    Q_EMIT made();
}

} // namespace muster
