// SPDX-License-Identifier: Apache-2.0
#include "ui/assignments/EntityFilterBar.h"

#include "ui/assignments/EntityWords.h"
#include "ui/kit/Button.h"
#include "ui/kit/ByteText.h"
#include "ui/kit/Field.h"
#include "ui/kit/IconLabel.h"
#include "ui/kit/Icons.h"
#include "ui/kit/Pill.h"
#include "ui/kit/PlainLabel.h"
#include "ui/kit/Theme.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QMenu>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr int kTypingMs = 120; // As on the page of nodes: long enough for a word, too short to be felt.
constexpr int kDefaultFrom = 800; // Below this width the default node is left to the cells.
constexpr int kDefaultFromBesideStaged = 960;
constexpr int kDiscardFrom = 620; // The review has it, too.
constexpr int kChoicesFrom = 420; // Kinds and tenants can be typed as well.
constexpr int kChoicesFromBesideStaged = 560;

void openBelow(QMenu *menu, QWidget *button)
{
    menu->popup(button->mapToGlobal(QPoint(0, button->height() + 2)));
}

} // namespace

EntityFilterBar::EntityFilterBar(EntityFilterModel *entities, QWidget *parent)
    : QWidget(parent), m_entities(entities), m_field(new Field(tr("Filter entities"), this)),
      m_kinds(new Button(tr("All types"), ButtonKind::Quiet, this)), m_tenants(new Button(tr("All tenants"), ButtonKind::Quiet, this)),
      m_default(new QWidget(this)), m_defaultName(new PlainLabel(Type::Body, &Tokens::text2, m_default)),
      m_pending(new Pill(this)), m_staged(new PlainLabel(Type::SmallStrong, &Tokens::accent, this)), m_discard(new Button(tr("Discard"), ButtonKind::Quiet, this)),
      m_review(new Button(tr("Review"), ButtonKind::Secondary, this)), m_kindMenu(new QMenu(this)), m_tenantMenu(new QMenu(this))
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(scaled(8));
    m_field->setLeadingIcon("filter"_L1);
    m_field->setPlaceholderText(tr("Filter entities"));
    m_field->setKeyHint(u"/"_s);
    m_field->setToolTip(tr("Words, or kind: tenant: node: pin: mode: needs: state:"));
    m_field->setMinimumWidth(scaled(120));
    m_field->setMaximumWidth(scaled(280));
    m_field->installEventFilter(this);
    row->addWidget(m_field, 3);
    for (Button *button : {m_kinds, m_tenants}) {
        button->setOpensMenu(true);
        row->addWidget(button);
    }
    auto *usual = new QHBoxLayout(m_default);
    usual->setContentsMargins(scaled(4), 0, 0, 0);
    usual->setSpacing(scaled(6));
    usual->addWidget(new IconLabel("demo"_L1, 12, &Tokens::text2, m_default));
    usual->addWidget(m_defaultName);
    m_default->setToolTip(tr("Takes what is pinned nowhere"));
    row->addWidget(m_default);
    row->addStretch(2);
    m_pending->setToolTip(tr("Put the entities in order again"));
    row->addWidget(m_pending);
    row->addWidget(m_staged);
    row->addWidget(m_discard);
    row->addWidget(m_review);
    setStaged(0, 0);
    showPending(0);

    m_typing.setSingleShot(true);
    m_typing.setInterval(kTypingMs);
    connect(&m_typing, &QTimer::timeout, this, [this] { m_entities->setSearch(m_field->text()); });
    connect(m_field, &QLineEdit::textChanged, this, [this] { m_typing.start(); });
    connect(m_field, &QLineEdit::returnPressed, this, [this] {
        setSearch(m_field->text());
        Q_EMIT listRequested();
    });
    connect(m_kinds, &QPushButton::clicked, this, [this] { openBelow(m_kindMenu, m_kinds); });
    connect(m_tenants, &QPushButton::clicked, this, [this] { openBelow(m_tenantMenu, m_tenants); });
    connect(m_kindMenu, &QMenu::aboutToShow, this, &EntityFilterBar::fillKinds);
    connect(m_tenantMenu, &QMenu::aboutToShow, this, &EntityFilterBar::fillTenants);
    connect(m_pending, &QAbstractButton::clicked, m_entities, &EntityFilterModel::applyPending);
    connect(m_entities, &EntityFilterModel::pendingChanged, this, &EntityFilterBar::showPending);
    connect(m_review, &QPushButton::clicked, this, &EntityFilterBar::reviewRequested);
    connect(m_discard, &QPushButton::clicked, this, &EntityFilterBar::discardRequested);
    connect(m_entities, &EntityFilterModel::filterChanged, this, &EntityFilterBar::showChoices);
    connect(m_entities->entities(), &EntitiesModel::summaryChanged, this, &EntityFilterBar::showChoices);
    connect(m_entities->entities(), &EntitiesModel::applied, this, &EntityFilterBar::fit);
    connect(m_entities->entities(), &QAbstractItemModel::modelReset, this, &EntityFilterBar::fit);
    showChoices();
    fit();
}

void EntityFilterBar::clearFilter()
{
    m_field->clear();
    m_typing.stop();
    m_entities->setKinds({});
    m_entities->setTenant({});
    m_entities->setSearch({});
}

QString EntityFilterBar::filterText() const
{
    QStringList words;
    QStringList kinds;
    for (const EntityKind kind : kEntityKinds) {
        if (m_entities->kinds().contains(kind))
            kinds.append(wordOf(kind));
    }
    if (!kinds.isEmpty())
        words.append(u"kind:"_s + kinds.join(u','));
    if (!m_entities->tenant().isEmpty())
        words.append(u"tenant:"_s + m_entities->tenant());
    if (!m_entities->search().isEmpty())
        words.append(m_entities->search());
    return words.join(u' ');
}

void EntityFilterBar::setSearch(const QString &text)
{
    m_field->setText(text);
    m_typing.stop();
    m_entities->setSearch(text);
}

void EntityFilterBar::setStaged(int count, int conflicts)
{
    m_staged->setText(conflicts > 0 ? tr("%1 staged, %2 changed meanwhile").arg(countText(count), countText(conflicts))
                                    : tr("%1 staged").arg(countText(count)));
    m_staged->setColor(conflicts > 0 ? &Tokens::text : &Tokens::accent);
    m_staged->setMinimumWidth(conflicts > 0 ? 0 : m_staged->sizeHint().width());
    m_staged->setVisible(count > 0);
    m_review->setVisible(count > 0);
    m_review->setAccessibleName(tr("Review %1").arg(m_staged->text()));
    fit();
}

void EntityFilterBar::fillKinds()
{
    m_kindMenu->clear();
    QAction *all = m_kindMenu->addAction(tr("All types"), this, [this] { m_entities->setKinds({}); });
    all->setCheckable(true);
    all->setChecked(m_entities->kinds().isEmpty());
    m_kindMenu->addSeparator();
    for (const EntityKind kind : kEntityKinds) {
        const QString count = countText(m_entities->entities()->summary().count(kind));
        QAction *action = m_kindMenu->addAction(themedIcon(kindIcon(kind)), u"%1  %2"_s.arg(kindTitle(kind), count), this, [this, kind] {
            QSet<EntityKind> kinds = m_entities->kinds();
            if (!kinds.remove(kind))
                kinds.insert(kind);
            m_entities->setKinds(kinds);
        });
        action->setCheckable(true);
        action->setChecked(m_entities->kinds().contains(kind));
    }
}

void EntityFilterBar::fillTenants()
{
    m_tenantMenu->clear();
    const auto add = [this](const QString &text, const QString &tenant) {
        QAction *action = m_tenantMenu->addAction(text, this, [this, tenant] { m_entities->setTenant(tenant); });
        action->setCheckable(true);
        action->setChecked(m_entities->tenant() == tenant);
    };
    add(tr("All tenants"), {});
    m_tenantMenu->addSeparator();
    const QMap<QString, int> &tenants = m_entities->entities()->summary().tenants;
    for (auto it = tenants.begin(); it != tenants.end(); ++it)
        add(u"%1  %2"_s.arg(it.key(), countText(it.value())), it.key());
}

void EntityFilterBar::showChoices()
{
    const QSet<EntityKind> &kinds = m_entities->kinds();
    m_kinds->setText(kinds.isEmpty() ? tr("All types") : kinds.size() == 1 ? kindTitle(*kinds.begin()) : tr("%1 types").arg(kinds.size()));
    m_kinds->setAccessibleName(tr("Types shown: %1").arg(m_kinds->text()));
    m_tenants->setText(m_entities->tenant().isEmpty() ? tr("All tenants") : m_entities->tenant());
    m_tenants->setAccessibleName(tr("Tenant shown: %1").arg(m_tenants->text()));
    fit();
}

//! What has no room goes: what else can be typed, or stands in the review, first.
void EntityFilterBar::fit()
{
    const int room = width() * 100 / scaled(100);
    const NodeId usual = m_entities->entities()->defaultNode();
    m_defaultName->setText(tr("Default node: %1").arg(m_entities->entities()->nodeName(usual)));
    const bool isStaged = m_review->isVisibleTo(this);
    m_default->setVisible(!usual.isEmpty() && room >= (isStaged ? kDefaultFromBesideStaged : kDefaultFrom));
    m_discard->setVisible(isStaged && room >= kDiscardFrom);
    const bool isTight = room < (isStaged || m_entities->pendingChanges() > 0 ? kChoicesFromBesideStaged : kChoicesFrom);
    const bool hasTenants = m_entities->entities()->summary().tenants.size() > 1;
    m_kinds->setVisible(!isTight || !m_entities->kinds().isEmpty());
    m_tenants->setVisible((hasTenants && !isTight) || !m_entities->tenant().isEmpty());
}

void EntityFilterBar::showPending(int count)
{
    m_pending->setText(count == 1 ? tr("1 change") : tr("%1 changes").arg(countText(count)));
    m_pending->setAccessibleName(tr("%1 wait, show them").arg(m_pending->text()));
    m_pending->setVisible(count > 0);
    fit();
}

void EntityFilterBar::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    QMetaObject::invokeMethod(this, &EntityFilterBar::fit, Qt::QueuedConnection);
}

bool EntityFilterBar::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_field && event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        if (key->key() == Qt::Key_Escape && !m_field->text().isEmpty()) {
            setSearch({});
            return true;
        }
        if (key->key() == Qt::Key_Escape || key->key() == Qt::Key_Down) {
            Q_EMIT listRequested();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace muster
