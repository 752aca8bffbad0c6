// SPDX-License-Identifier: Apache-2.0
#include "ui/assignments/EntityFacts.h"

#include "core/domain/AgentSettings.h"
#include "ui/assignments/EntityWords.h"
#include "ui/kit/ByteText.h"
#include "ui/kit/Icons.h"
#include "ui/kit/PlainLabel.h"
#include "ui/kit/RelativeTime.h"
#include "ui/kit/Theme.h"

#include <QGridLayout>
#include <QJsonDocument>
#include <QLabel>
#include <QVBoxLayout>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr int kLabelColumn = 88;

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

EntityFacts::EntityFacts(const EntitiesModel &entities, const StagedPins &pins, const EntityRef &entity, const QString &work, QWidget *parent)
    : Panel(&Tokens::surface, parent), m_entities(entities), m_pins(pins), m_rows(new QVBoxLayout(this))
{
    m_rows->setContentsMargins(scaled(16), 0, scaled(16), scaled(12));
    m_rows->setSpacing(scaled(4));
    if (const int row = entities.rowOf(entity); row >= 0) {
        const EntityState state = entities.stateAt(row);
        addPlace(row, state, work);
        addRun(state.entity);
        addFacts(state.entity);
    } else if (!entity.id.isEmpty()) {
        addWords(m_rows, tr("%1 is not registered any more.").arg(entity.text()), Type::Body, &Tokens::text2, this);
    }
    m_rows->addStretch(1);
}

void EntityFacts::addEnd()
{
    m_rows->addSpacing(scaled(8));
    m_rows->addWidget(new Hairline(Qt::Horizontal, this));
}

void EntityFacts::addPlace(int row, const EntityState &state, const QString &work)
{
    addTitle(m_rows, tr("Where it runs, and why"), this);
    const EntityLine line = stateLine(m_entities, row, m_pins.find(state.entity.ref));
    auto *first = new QHBoxLayout;
    first->setSpacing(scaled(8));
    auto *icon = new QLabel(this);
    icon->setPixmap(iconPixmap(line.icon, scaled(16), line.color, devicePixelRatioF()));
    first->addWidget(icon);
    const QString now = m_entities.index(row, EntitiesModel::NodeColumn).data().toString();
    first->addWidget(new PlainLabel(now.isEmpty() ? line.text : tr("%1: %2").arg(now, line.text), Type::BodyStrong, &Tokens::text, this), 1);
    m_rows->addLayout(first);
    addWords(m_rows, placeSentence(m_entities, state), Type::Body, &Tokens::text2, this);
    if (state.assignment) {
        const Assignment &pin = *state.assignment;
        const QString words = pinText(m_entities, state.assignment);
        addWords(m_rows, pin.updatedBy.isEmpty() ? tr("Pinned to %1.").arg(words)
                                                 : tr("Pinned to %1 by %2, %3.").arg(words, pin.updatedBy, dateText(pin.updatedAt)),
                 Type::Small, &Tokens::text2, this);
    }
    if (!work.isEmpty())
        addWords(m_rows, work, Type::Small, &Tokens::text2, this);
    addEnd();
}

void EntityFacts::addRun(const Entity &entity)
{
    const Result<AgentSettings> settings = AgentSettings::fromJson(entity.settings);
    if (entity.settings.isEmpty() && entity.secrets.isEmpty())
        return;
    addTitle(m_rows, tr("How it is started"), this);
    if (settings) {
        QStringList words;
        for (const QString &word : settings->argv)
            words.append(shellWord(word));
        addWell(m_rows, words.join(u' '), tr("Its command"), this);
        if (!settings->cwd.isEmpty())
            addWords(m_rows, tr("in %1").arg(settings->cwd), Type::Small, &Tokens::text2, this);
        if (settings->memoryBytes)
            addWords(m_rows, tr("at most %1 of memory").arg(byteText(*settings->memoryBytes)), Type::Small, &Tokens::text2, this);
        if (settings->stopGrace.count() > 0)
            addWords(m_rows, tr("has %1 s to end when it is stopped").arg(static_cast<double>(settings->stopGrace.count()) / 1000), Type::Small,
                     &Tokens::text2, this);
        QStringList variables;
        for (auto it = settings->env.begin(); it != settings->env.end(); ++it)
            variables.append(it.key() + u'=' + it.value());
        if (!variables.isEmpty())
            addWell(m_rows, variables.join(u'\n'), tr("Its environment"), this);
    } else if (!entity.settings.isEmpty()) {
        addWell(m_rows, QString::fromUtf8(QJsonDocument(entity.settings).toJson(QJsonDocument::Indented)).trimmed(), tr("Its settings"), this);
    }
    if (!entity.secrets.isEmpty()) {
        addWords(m_rows, tr("Secrets, kept and never shown: %1").arg(entity.secrets.join(u", "_s)), Type::Small, &Tokens::text2, this);
    }
    addEnd();
}

void EntityFacts::addFacts(const Entity &entity)
{
    addTitle(m_rows, tr("Facts"), this);
    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(0);
    grid->setVerticalSpacing(scaled(4));
    if (!entity.title.isEmpty()) // Whole, however long it is.
        addFact(grid, tr("Title"), entity.title, this);
    addFact(grid, tr("Reference"), entity.ref.text(), this);
    addFact(grid, tr("Tenant"), entity.ref.tenant.text(), this);
    addFact(grid, tr("Needs"), entity.needs.isEmpty() ? tr("nothing") : entity.needs.join(u", "_s), this);
    addFact(grid, tr("Runs"), entity.isResident ? tr("all the time") : tr("once a job"), this);
    if (entity.createdAt.msSinceEpoch > 0)
        addFact(grid, tr("Registered"), dateText(entity.createdAt), this);
    if (entity.updatedAt.msSinceEpoch > 0 && entity.updatedAt != entity.createdAt)
        addFact(grid, tr("Changed"), dateText(entity.updatedAt), this);
    m_rows->addLayout(grid);
}

} // namespace muster
