// SPDX-License-Identifier: Apache-2.0
#include "ui/assignments/EntityDetails.h"

#include "core/domain/AgentSettings.h"
#include "ui/assignments/EntityWords.h"
#include "ui/kit/Button.h"
#include "ui/kit/IconLabel.h"
#include "ui/kit/Icons.h"
#include "ui/kit/Panel.h"
#include "ui/kit/PlainLabel.h"
#include "ui/kit/RelativeTime.h"
#include "ui/kit/Theme.h"

#include <QGridLayout>
#include <QJsonDocument>
#include <QKeyEvent>
#include <QLabel>
#include <QScrollArea>
#include <QScrollBar>
#include <QVBoxLayout>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr int kLabelColumn = 88;
constexpr int kWorkCounted = 200;

void addTitle(QVBoxLayout *column, const QString &title, QWidget *parent)
{
    auto *label = new PlainLabel(title, Type::SmallStrong, &Tokens::text2, parent);
    label->setContentsMargins(0, scaled(12), 0, scaled(4));
    column->addWidget(label);
}

PlainLabel *addWords(QVBoxLayout *column, const QString &text, Type type, QColor Tokens::*color, QWidget *parent)
{
    auto *label = new PlainLabel(text, type, color, parent);
    label->setWraps(true);
    label->setSelectable();
    column->addWidget(label);
    return label;
}

void addWell(QVBoxLayout *column, const QString &text, const QString &name, QWidget *parent)
{
    auto *well = new Panel(&Tokens::sunken, parent);
    well->setFrame(6);
    auto *inside = new QVBoxLayout(well);
    inside->setContentsMargins(scaled(12), scaled(8), scaled(12), scaled(8));
    addWords(inside, text, Type::MonoSmall, &Tokens::text, well)->setAccessibleName(name);
    column->addWidget(well);
}

void addFact(QGridLayout *grid, const QString &label, const QString &value, QWidget *parent)
{
    const int row = grid->rowCount();
    auto *words = new PlainLabel(label, Type::Small, &Tokens::text3, parent);
    words->setFixedWidth(scaled(kLabelColumn));
    auto *text = new PlainLabel(value, Type::MonoSmall, &Tokens::text2, parent);
    text->setWraps(true);
    text->setSelectable();
    grid->addWidget(words, row, 0, Qt::AlignTop);
    grid->addWidget(text, row, 1);
}

} // namespace

EntityDetails::EntityDetails(EntitiesModel *entities, StagedPins *pins, QWidget *parent)
    : QWidget(parent), m_entities(entities), m_pins(pins), m_scroll(new QScrollArea(this))
{
    setAccessibleName(tr("Entity"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(makeHead());
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setAccessibleName(tr("About the entity"));
    column->addWidget(m_scroll, 1);
    column->addWidget(makeFoot());
    m_refresh.setSingleShot(true);
    m_refresh.setInterval(0);
    connect(&m_refresh, &QTimer::timeout, this, &EntityDetails::refresh);
    connect(m_entities, &EntitiesModel::applied, this, &EntityDetails::later);
    connect(m_entities, &EntitiesModel::linkChanged, this, &EntityDetails::later);
    connect(m_pins, &StagedPins::changed, this, &EntityDetails::later);
}

QWidget *EntityDetails::makeHead()
{
    auto *head = new Panel(&Tokens::surface, this);
    head->setHairlines(Qt::BottomEdge);
    auto *layout = new QVBoxLayout(head);
    layout->setContentsMargins(scaled(16), scaled(12), scaled(8), scaled(8));
    layout->setSpacing(scaled(2));
    auto *row = new QHBoxLayout;
    m_name = new PlainLabel(Type::Title, &Tokens::text, head);
    auto *close = new IconButton("close"_L1, tr("Close"), head);
    close->setName(tr("Close"), tr("Esc"));
    close->setIconPixels(18);
    row->addWidget(m_name, 1);
    row->addWidget(close);
    layout->addLayout(row);
    m_kind = new PlainLabel(Type::Small, &Tokens::text2, head);
    layout->addWidget(m_kind);
    connect(close, &QToolButton::clicked, this, &EntityDetails::closeRequested);
    return head;
}

QWidget *EntityDetails::makeFoot()
{
    auto *foot = new Panel(&Tokens::surface, this);
    foot->setHairlines(Qt::TopEdge);
    auto *row = new QHBoxLayout(foot);
    row->setContentsMargins(scaled(16), scaled(12), scaled(16), scaled(12));
    row->setSpacing(scaled(8));
    m_pin = new Button("pin"_L1, tr("Pin to…"), ButtonKind::Secondary, foot);
    m_edit = new Button("edit"_L1, tr("Edit…"), ButtonKind::Secondary, foot);
    m_remove = new Button("trash"_L1, tr("Remove…"), ButtonKind::Quiet, foot);
    for (Button *button : {m_pin, m_edit, m_remove}) {
        button->setPadding(9);
        row->addWidget(button);
    }
    row->addStretch(1);
    connect(m_pin, &QPushButton::clicked, this, [this] { Q_EMIT pinRequested(m_entity); });
    connect(m_edit, &QPushButton::clicked, this, [this] { Q_EMIT editRequested(m_entity); });
    connect(m_remove, &QPushButton::clicked, this, [this] { Q_EMIT removeRequested(m_entity); });
    return foot;
}

void EntityDetails::setEntity(const EntityRef &entity)
{
    if (entity != m_entity)
        m_work.clear();
    m_entity = entity;
    askWork();
    refresh();
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
}

void EntityDetails::refresh()
{
    m_refresh.stop();
    const int row = m_entities->rowOf(m_entity);
    const int at = m_scroll->verticalScrollBar()->value();
    auto *content = new Panel(&Tokens::surface, m_scroll);
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(scaled(16), 0, scaled(16), scaled(12));
    column->setSpacing(scaled(4));
    if (row < 0) {
        addWords(column, m_entity.id.isEmpty() ? QString() : tr("%1 is not registered any more.").arg(m_entity.text()), Type::Body,
                 &Tokens::text2, content);
        column->addStretch(1);
        m_scroll->setWidget(content);
        return;
    }
    const EntityState state = m_entities->stateAt(row);
    const Entity &entity = state.entity;
    m_name->setText(entity.name());
    m_kind->setText(entity.subtitle.isEmpty() ? kindTitle(entity.ref.kind) : u"%1, %2"_s.arg(kindTitle(entity.ref.kind), entity.subtitle));
    addPlace(column, row, state);
    addRun(column, entity);
    addFacts(column, state);
    column->addStretch(1);
    m_scroll->setWidget(content); // Deletes the one before.
    m_scroll->verticalScrollBar()->setValue(at);
}

void EntityDetails::addPlace(QVBoxLayout *column, int row, const EntityState &state)
{
    QWidget *content = column->parentWidget();
    addTitle(column, tr("Where it runs, and why"), content);
    const EntityLine line = stateLine(*m_entities, row, m_pins->find(m_entity));
    auto *first = new QHBoxLayout;
    first->setSpacing(scaled(8));
    auto *icon = new QLabel(content);
    icon->setPixmap(iconPixmap(line.icon, scaled(16), line.color, devicePixelRatioF()));
    first->addWidget(icon);
    const bool isThere = !state.placement.waiting && !state.placement.node.isEmpty();
    first->addWidget(new PlainLabel(isThere ? tr("%1: %2").arg(m_entities->nodeName(state.placement.node), line.text) : line.text,
                                    Type::BodyStrong, &Tokens::text, content), 1);
    column->addLayout(first);
    addWords(column, placeSentence(*m_entities, state), Type::Body, &Tokens::text2, content);
    if (state.assignment) {
        const Assignment &pin = *state.assignment;
        const QString words = pinText(*m_entities, state.assignment);
        addWords(column, pin.updatedBy.isEmpty() ? tr("Pinned to %1.").arg(words)
                                                 : tr("Pinned to %1 by %2, %3.").arg(words, pin.updatedBy, dateText(pin.updatedAt)),
                 Type::Small, &Tokens::text2, content);
    }
    if (!m_work.isEmpty())
        addWords(column, m_work, Type::Small, &Tokens::text2, content);
    column->addSpacing(scaled(8));
    column->addWidget(new Hairline(Qt::Horizontal, content));
}

void EntityDetails::addRun(QVBoxLayout *column, const Entity &entity)
{
    QWidget *content = column->parentWidget();
    const Result<AgentSettings> settings = AgentSettings::fromJson(entity.settings);
    if (entity.settings.isEmpty() && entity.secrets.isEmpty())
        return;
    addTitle(column, tr("How it is started"), content);
    if (settings) {
        QStringList words;
        for (const QString &word : settings->argv)
            words.append(shellWord(word));
        addWell(column, words.join(u' '), tr("Its command"), content);
        if (!settings->cwd.isEmpty())
            addWords(column, tr("in %1").arg(settings->cwd), Type::Small, &Tokens::text2, content);
        QStringList variables;
        for (auto it = settings->env.begin(); it != settings->env.end(); ++it)
            variables.append(it.key() + u'=' + it.value());
        if (!variables.isEmpty())
            addWell(column, variables.join(u'\n'), tr("Its environment"), content);
    } else if (!entity.settings.isEmpty()) {
        addWell(column, QString::fromUtf8(QJsonDocument(entity.settings).toJson(QJsonDocument::Indented)).trimmed(), tr("Its settings"), content);
    }
    if (!entity.secrets.isEmpty()) {
        addWords(column, tr("Secrets, kept and never shown: %1").arg(entity.secrets.join(u", "_s)), Type::Small, &Tokens::text2, content);
    }
    column->addSpacing(scaled(8));
    column->addWidget(new Hairline(Qt::Horizontal, content));
}

void EntityDetails::addFacts(QVBoxLayout *column, const EntityState &state)
{
    QWidget *content = column->parentWidget();
    const Entity &entity = state.entity;
    addTitle(column, tr("Facts"), content);
    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(0);
    grid->setVerticalSpacing(scaled(4));
    addFact(grid, tr("Reference"), entity.ref.text(), content);
    addFact(grid, tr("Tenant"), entity.ref.tenant.text(), content);
    addFact(grid, tr("Needs"), entity.needs.isEmpty() ? tr("nothing") : entity.needs.join(u", "_s), content);
    addFact(grid, tr("Runs"), entity.isResident ? tr("all the time") : tr("once a job"), content);
    if (entity.createdAt.msSinceEpoch > 0)
        addFact(grid, tr("Registered"), dateText(entity.createdAt), content);
    if (entity.updatedAt.msSinceEpoch > 0 && entity.updatedAt != entity.createdAt)
        addFact(grid, tr("Changed"), dateText(entity.updatedAt), content);
    column->addLayout(grid);
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

void EntityDetails::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape) {
        Q_EMIT closeRequested();
        return;
    }
    QWidget::keyPressEvent(event);
}

} // namespace muster
