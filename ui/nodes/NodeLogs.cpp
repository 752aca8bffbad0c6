// SPDX-License-Identifier: Apache-2.0
#include "ui/nodes/NodeLogs.h"

#include "ui/kit/PlainLabel.h"
#include "ui/kit/Theme.h"
#include "ui/logs/LogView.h"

#include <QComboBox>
#include <QVBoxLayout>

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr int kJobs = 20;        // The newest of the node; the page of jobs has the others.
constexpr int kEntities = 200;   // Nobody looks through a longer list.

} // namespace

NodeLogs::NodeLogs(ClusterSession *session, QWidget *parent)
    : QWidget(parent), m_session(session), m_sources(new QComboBox(this)), m_view(new LogView(session, this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto *row = new QHBoxLayout;
    row->setContentsMargins(scaled(12), scaled(8), scaled(12), 0);
    row->setSpacing(scaled(8));
    m_sources->setAccessibleName(tr("Log of"));
    m_sources->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_sources->setMinimumContentsLength(12);
    row->addWidget(new PlainLabel(tr("Log of"), Type::Small, &Tokens::text2, this));
    row->addWidget(m_sources, 1);
    layout->addLayout(row);
    layout->addWidget(m_view, 1);
    connect(m_sources, &QComboBox::activated, this, [this] { followChosen(); });
}

void NodeLogs::show(const Node &node)
{
    if (node.id() != m_node) {
        m_node = node.id();
        m_entities.clear();
        m_jobs.clear();
        m_hasAsked = false;
        m_sources->clear();
    }
    if (!m_session)
        return;
    QList<EntityState> here;
    const EntitySlots &entities = m_session->mirror().entities();
    for (int slot = 0; slot < entities.slotCount() && here.size() < kEntities; ++slot) {
        if (entities.isUsed(slot) && entities.state(slot).placement.node == m_node)
            here += entities.state(slot);
    }
    std::ranges::sort(here, {}, [](const EntityState &state) {
        return std::tuple(!state.entity.isResident, state.entity.ref.text());
    });
    const auto refs = [](const QList<EntityState> &states) {
        QStringList all;
        for (const EntityState &state : states)
            all += state.entity.ref.text();
        return all;
    };
    if (refs(here) != refs(m_entities) || m_sources->count() == 0) {
        m_entities = here;
        fill();
    }
    if (!m_hasAsked && isVisible())
        askJobs();
}

void NodeLogs::askJobs()
{
    m_hasAsked = true;
    if (!m_session || !m_session->isLive() || !m_session->features().testFlag(Feature::Jobs))
        return;
    whenDone(this, m_session->cluster().jobs({.node = m_node, .most = kJobs}), [this, node = m_node](const Result<JobPage> &page) {
        if (!page || node != m_node)
            return;
        m_jobs = page->jobs;
        fill();
    });
}

void NodeLogs::fill()
{
    const QString chosen = m_sources->currentData().toString();
    m_sources->clear();
    for (const EntityState &state : std::as_const(m_entities))
        m_sources->addItem(state.entity.ref.text(), state.entity.ref.text());
    if (!m_entities.isEmpty() && !m_jobs.isEmpty())
        m_sources->insertSeparator(m_sources->count());
    for (const Job &job : std::as_const(m_jobs))
        m_sources->addItem(tr("job %1, %2").arg(job.id.text(), job.entity.text()), u"job/"_s + job.id.text());
    const int at = m_sources->findData(chosen);
    m_sources->setCurrentIndex(at >= 0 ? at : m_sources->count() > 0 ? 0 : -1);
    m_sources->setEnabled(m_sources->count() > 0);
    if (m_sources->count() == 0)
        m_sources->setPlaceholderText(tr("nothing that writes a log is here"));
    followChosen();
}

void NodeLogs::choose(const EntityRef &entity)
{
    if (m_sources->findData(entity.text()) < 0)
        m_sources->insertItem(0, entity.text(), entity.text());
    m_sources->setCurrentIndex(m_sources->findData(entity.text()));
    m_sources->setEnabled(true);
    followChosen();
}

void NodeLogs::followChosen()
{
    if (!isVisible())
        return;
    const Result<LogSource> source = LogSource::parse(m_sources->currentData().toString(), u"source"_s);
    m_view->follow(source ? *source : LogSource());
}

void NodeLogs::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (!m_hasAsked)
        askJobs();
    followChosen();
}

void NodeLogs::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    m_view->follow({}); // Nobody reads: nothing is sent.
}

} // namespace muster
