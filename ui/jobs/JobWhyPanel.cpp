// SPDX-License-Identifier: Apache-2.0
#include "ui/jobs/JobWhyPanel.h"

#include "ui/jobs/JobText.h"
#include "ui/kit/IconLabel.h"
#include "ui/kit/Icons.h"
#include "ui/kit/Panel.h"
#include "ui/kit/PlainLabel.h"
#include "ui/kit/Theme.h"

#include <QLabel>
#include <QVBoxLayout>

namespace muster {

using namespace Qt::StringLiterals;

JobWhyPanel::JobWhyPanel(QWidget *parent) : QWidget(parent)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(scaled(8));
    m_title = new PlainLabel(Type::SmallStrong, &Tokens::text2, this);
    column->addWidget(m_title);
    auto *box = new Panel(&Tokens::surface, this);
    box->setFrame(6);
    auto *inside = new QVBoxLayout(box);
    inside->setContentsMargins(1, 0, 1, 0);
    inside->setSpacing(0);
    auto *cause = new QHBoxLayout;
    cause->setContentsMargins(scaled(12), scaled(10), scaled(12), scaled(10));
    cause->setSpacing(scaled(8));
    m_shape = new QLabel(box);
    cause->addWidget(m_shape, 0, Qt::AlignTop);
    auto *words = new QVBoxLayout;
    words->setSpacing(scaled(2));
    m_sentence = new PlainLabel(Type::BodyStrong, &Tokens::text, box);
    m_detail = new PlainLabel(Type::Small, &Tokens::text2, box);
    words->addWidget(m_sentence);
    words->addWidget(m_detail);
    cause->addLayout(words, 1);
    inside->addLayout(cause);
    m_thenRow = new QWidget(box);
    auto *then = new QVBoxLayout(m_thenRow);
    then->setContentsMargins(0, 0, 0, 0);
    then->setSpacing(0);
    then->addWidget(new Hairline(Qt::Horizontal, m_thenRow));
    auto *line = new QHBoxLayout;
    line->setContentsMargins(scaled(12), scaled(8), scaled(12), scaled(8));
    line->setSpacing(scaled(8));
    line->addWidget(new IconLabel("play"_L1, 16, &Tokens::text2, m_thenRow), 0, Qt::AlignTop);
    m_then = new PlainLabel(Type::Small, &Tokens::text2, m_thenRow);
    line->addWidget(m_then, 1);
    then->addLayout(line);
    inside->addWidget(m_thenRow);
    column->addWidget(box);
    for (PlainLabel *label : {m_sentence, m_detail, m_then}) {
        label->setWraps(true);
        label->setSelectable();
    }
    m_buttons = new QWidget(this);
    auto *buttons = new QHBoxLayout(m_buttons);
    buttons->setContentsMargins(0, 0, 0, 0);
    buttons->setSpacing(scaled(8));
    m_fix = new Button(QString(), ButtonKind::Secondary, m_buttons);
    m_fix->setPadding(9);
    m_open = new Button(QString(), ButtonKind::Quiet, m_buttons);
    buttons->addWidget(m_fix);
    buttons->addWidget(m_open);
    buttons->addStretch(1);
    column->addWidget(m_buttons);
    connect(m_fix, &QPushButton::clicked, this, &JobWhyPanel::fixWanted);
    connect(m_open, &QPushButton::clicked, this, [this] { Q_EMIT nodeWanted(m_node); });
}

void JobWhyPanel::show(const Job &job, const JobWhy &why, const QString &node, const QString &refusal)
{
    setVisible(!why.isEmpty());
    if (why.isEmpty())
        return;
    m_title->setText(job.state == JobState::Failed ? tr("Why failed") : tr("Why waiting"));
    const bool isPaused = why.fix == JobFix::ResumeQueue;
    m_shape->setPixmap(iconPixmap(jobStateIcon(job.state, isPaused), scaled(16), jobStateColor(job.state).fg, devicePixelRatioF()));
    m_sentence->setText(whyText(why.sentence));
    m_detail->setText(whyText(why.detail));
    m_detail->setVisible(!why.detail.isEmpty());
    m_then->setText(whyText(why.then));
    m_thenRow->setVisible(!why.then.isEmpty());
    m_node = why.node;
    const bool looksOnly = why.fix == JobFix::OpenNode || why.fix == JobFix::ShowRunning || why.fix == JobFix::OpenLog;
    m_fix->setVisible(why.fix != JobFix::None && why.fix != JobFix::Retry); // Retry stands at the foot.
    m_fix->setText(fixTitle(why.fix, node));
    m_fix->setRefusal(looksOnly ? QString() : refusal);
    m_open->setVisible(!why.node.isEmpty() && why.fix != JobFix::OpenNode);
    m_open->setText(fixTitle(JobFix::OpenNode, node));
    m_buttons->setVisible(!m_fix->isHidden() || !m_open->isHidden());
}

} // namespace muster
