// SPDX-License-Identifier: Apache-2.0
#include "ui/assignments/EntityDetails.h"

#include "ui/assignments/EntityFacts.h"
#include "ui/assignments/EntityWords.h"
#include "ui/kit/Button.h"
#include "ui/kit/Panel.h"
#include "ui/kit/TabStrip.h"
#include "ui/kit/Theme.h"
#include "ui/logs/LogView.h"

#include <QApplication>
#include <QLineEdit>
#include <QScrollArea>
#include <QStackedLayout>
#include <QVBoxLayout>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr int kWorkCounted = 200;

} // namespace

EntityDetails::EntityDetails(EntitiesModel *entities, StagedPins *pins, QWidget *parent)
    : DrawerFrame(tr("Entity"), parent), m_entities(entities), m_pins(pins)
{
    makeTabs();
    makeFoot();
    m_refresh.setSingleShot(true);
    m_refresh.setInterval(0);
    connect(&m_refresh, &QTimer::timeout, this, &EntityDetails::refresh);
    connect(m_entities, &EntitiesModel::applied, this, &EntityDetails::later);
    connect(m_entities, &EntitiesModel::linkChanged, this, &EntityDetails::later);
    connect(m_pins, &StagedPins::changed, this, &EntityDetails::later);
}

void EntityDetails::makeTabs()
{
    auto *strip = new Panel(&Tokens::surface, this);
    strip->setHairlines(Qt::BottomEdge);
    auto *row = new QHBoxLayout(strip);
    row->setContentsMargins(scaled(16), 0, scaled(16), 0);
    m_tabs = new TabStrip(tr("Parts of the entity"), strip);
    m_tabs->addTab(tr("Summary"));
    m_tabs->addTab(tr("Log"));
    row->addWidget(m_tabs);
    row->addStretch(1);
    body()->addWidget(strip);
    auto *pages = new QWidget(this);
    m_pages = new QStackedLayout(pages);
    m_scroll = makeScroll(tr("About the entity"));
    m_logGround = new QWidget(this);
    auto *log = new QVBoxLayout(m_logGround);
    log->setContentsMargins(0, 0, 0, 0);
    m_pages->addWidget(m_scroll);
    m_pages->addWidget(m_logGround);
    body()->addWidget(pages, 1);
    connect(m_tabs, &QTabBar::currentChanged, this, [this](int tab) {
        m_pages->setCurrentIndex(tab);
        followLog();
    });
}

void EntityDetails::makeFoot()
{
    auto *row = new QHBoxLayout;
    row->setSpacing(scaled(8));
    m_pin = new Button(tr("Pin to…"), ButtonKind::Secondary, footPanel());
    auto *jobs = new Button(tr("Jobs"), ButtonKind::Secondary, footPanel());
    m_edit = new Button(tr("Edit…"), ButtonKind::Secondary, footPanel());
    m_remove = new Button("trash"_L1, tr("Remove…"), ButtonKind::Quiet, footPanel());
    jobs->setToolTip(tr("Show the jobs of this entity (%1)").arg(QKeySequence(Qt::SHIFT | Qt::Key_J).toString(QKeySequence::NativeText)));
    for (Button *button : {m_pin, jobs, m_edit, m_remove}) {
        button->setPadding(9);
        row->addWidget(button);
    }
    row->addStretch(1);
    foot()->addLayout(row);
    connect(m_pin, &QPushButton::clicked, this, [this] { Q_EMIT pinRequested(m_entity); });
    connect(jobs, &QPushButton::clicked, this, [this] { Q_EMIT jobsRequested(m_entity); });
    connect(m_edit, &QPushButton::clicked, this, [this] { Q_EMIT editRequested(m_entity); });
    connect(m_remove, &QPushButton::clicked, this, [this] { Q_EMIT removeRequested(m_entity); });
}

void EntityDetails::setEntity(const EntityRef &entity)
{
    if (entity != m_entity)
        m_work.clear();
    m_entity = entity;
    askWork();
    refresh();
    followLog();
}

void EntityDetails::setTab(Tab tab)
{
    m_tabs->setCurrentIndex(tab);
    if (tab != LogTab || !m_log)
        return;
    // Ctrl+F is the log's then, not the page's; before there are lines, its field is what can take the keyboard.
    m_log->focusLines();
    m_awaitsLines = !m_log->isAncestorOf(QApplication::focusWidget());
    if (m_awaitsLines)
        m_log->focusSearch();
}

void EntityDetails::setRefusals(const QString &pin, const QString &change)
{
    m_pin->setRefusal(pin);
    m_edit->setRefusal(change);
    m_remove->setRefusal(change);
}

void EntityDetails::later()
{
    if (isVisible())
        m_refresh.start();
}

void EntityDetails::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) // Icons keep the colours they were made in.
        later();
}

void EntityDetails::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    refresh();
    followLog();
}

void EntityDetails::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    followLog(); // Nobody reads: nothing is sent.
}

void EntityDetails::refresh()
{
    m_refresh.stop();
    if (const EntityState *state = m_entities->find(m_entity)) {
        const Entity &entity = state->entity;
        setTitle(entity.name());
        setSubtitle(entity.subtitle.isEmpty() ? kindTitle(entity.ref.kind) : u"%1, %2"_s.arg(kindTitle(entity.ref.kind), entity.subtitle));
    } else {
        setTitle(m_entity.id.text());
        setSubtitle({});
    }
    setContent(m_scroll, new EntityFacts(*m_entities, *m_pins, m_entity, m_work, m_scroll));
}

void EntityDetails::followLog()
{
    const bool isSeen = isVisible() && m_tabs->currentIndex() == LogTab && !m_entity.id.isEmpty();
    if (isSeen && m_log && m_logSession != m_entities->session()) {
        m_log->deleteLater();
        m_log = nullptr;
    }
    if (isSeen && !m_log) {
        m_logSession = m_entities->session();
        m_log = new LogView(m_logSession, m_logGround);
        m_logGround->layout()->addWidget(m_log);
        connect(m_log->model(), &LogModel::changed, this, &EntityDetails::focusLines, Qt::QueuedConnection);
        connect(m_log->model(), &LogModel::reset, this, &EntityDetails::focusLines, Qt::QueuedConnection);
    }
    if (m_log)
        m_log->follow(isSeen ? LogSource{.entity = m_entity, .job = {}} : LogSource());
}

//! The first lines are there: they get the keyboard, unless somebody types already, or went elsewhere.
void EntityDetails::focusLines()
{
    if (!m_awaitsLines || m_log->model()->rows().count() == 0)
        return;
    m_awaitsLines = false;
    const auto *field = qobject_cast<QLineEdit *>(QApplication::focusWidget());
    if (field && field->text().isEmpty() && m_log->isAncestorOf(field))
        m_log->focusLines();
}

void EntityDetails::askWork()
{
    ClusterSession *session = m_entities->session();
    if (!session || !session->isLive() || !session->features().testFlag(Feature::Jobs) || m_entity.id.isEmpty())
        return;
    const JobQuery query{.state = JobState::Waiting, .entity = m_entity, .most = kWorkCounted};
    whenDone(this, session->cluster().jobs(query), [this, entity = m_entity](const Result<JobPage> &page) {
        if (!page || entity != m_entity)
            return;
        const qsizetype count = page->jobs.size();
        m_work = count == 0 ? QString() : count == 1 ? tr("1 job waits for it.") : page->hasMore ? tr("More than %1 jobs wait for it.").arg(count) : tr("%1 jobs wait for it.").arg(count);
        later();
    });
}

} // namespace muster
