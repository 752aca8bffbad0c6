// SPDX-License-Identifier: Apache-2.0
#include "ui/jobs/JobSummary.h"

#include "core/mirror/JobVerbs.h"
#include "ui/jobs/JobAttempts.h"
#include "ui/jobs/JobResult.h"
#include "ui/jobs/JobText.h"
#include "ui/jobs/JobWhyPanel.h"
#include "ui/jobs/JsonText.h"
#include "ui/jobs/JsonWell.h"
#include "ui/kit/ByteText.h"
#include "ui/kit/Panel.h"
#include "ui/kit/PlainLabel.h"
#include "ui/kit/RelativeTime.h"
#include "ui/kit/Theme.h"

#include <QVBoxLayout>

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr int kLines = 10; // Of payload and result here; their tabs have all.

//! The same ground with round corners.
QWidget *rounded(JsonWell *well)
{
    auto *ground = new muster::Panel(&Tokens::sunken, well->parentWidget());
    ground->setFrame(6, &Tokens::sunken);
    auto *inside = new QVBoxLayout(ground);
    inside->setContentsMargins(scaled(4), scaled(2), scaled(4), scaled(2));
    inside->addWidget(well);
    return ground;
}

} // namespace

JobSummary::JobSummary(QWidget *parent) : QScrollArea(parent)
{
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    // Always there, invisible while it has nothing to do: the content never jumps sideways.
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn);
    setAccessibleName(tr("Summary"));
    setFocusPolicy(Qt::StrongFocus);
    auto *content = new muster::Panel(&Tokens::surface, this); // QFrame has a Panel of its own.
    m_sections = new QVBoxLayout(content);
    m_sections->setContentsMargins(scaled(16), 0, scaled(16) - 10, scaled(12));
    m_sections->setSpacing(0);

    QVBoxLayout *why = addSection(&m_whySection);
    m_why = new JobWhyPanel(m_whySection);
    why->addWidget(m_why);
    QWidget *section = nullptr;
    QVBoxLayout *attempts = addSection(&section);
    m_attempts = new JobAttempts(section);
    attempts->addWidget(m_attempts);
    QVBoxLayout *result = addSection(&m_resultSection);
    m_resultTitle = new PlainLabel(Type::SmallStrong, &Tokens::text2, m_resultSection);
    result->addWidget(m_resultTitle);
    m_result = new JsonWell(tr("Result"), m_resultSection);
    m_result->setReadOnly(true);
    m_result->setFittedLines(kLines);
    result->addWidget(rounded(m_result));
    QVBoxLayout *payload = addSection(&section);
    auto *head = new QHBoxLayout;
    head->addWidget(new PlainLabel(tr("Payload"), Type::SmallStrong, &Tokens::text2, section), 1);
    m_reveal = new Button("eye"_L1, QString(), ButtonKind::Quiet, section);
    head->addWidget(m_reveal);
    payload->addLayout(head);
    m_payload = new JsonWell(tr("Payload"), section);
    m_payload->setObjectName(u"payload"_s);
    m_payload->setReadOnly(true);
    m_payload->setFittedLines(kLines);
    m_payloadGround = rounded(m_payload);
    payload->addWidget(m_payloadGround);
    m_payloadNote = new PlainLabel(Type::Small, &Tokens::text3, section);
    m_payloadNote->setWraps(true);
    payload->addWidget(m_payloadNote);
    addFacts();
    m_sections->addStretch(1);
    setWidget(content);
    connect(m_reveal, &QPushButton::clicked, this, [this] { Q_EMIT revealWanted(!m_isRevealed); });
}

QVBoxLayout *JobSummary::addSection(QWidget **whole)
{
    *whole = new QWidget(this);
    auto *outer = new QVBoxLayout(*whole);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->setSpacing(0);
    if (m_sections->count() > 0)
        outer->addWidget(new Hairline(Qt::Horizontal, *whole));
    auto *inside = new QVBoxLayout;
    inside->setContentsMargins(0, scaled(12), 0, scaled(12));
    inside->setSpacing(scaled(8));
    outer->addLayout(inside);
    m_sections->addWidget(*whole);
    return inside;
}

void JobSummary::addFacts()
{
    QWidget *section = nullptr;
    QVBoxLayout *column = addSection(&section);
    column->setSpacing(scaled(6));
    QList<PlainLabel *> names;
    for (const QString &name : {tr("Entity"), tr("Node"), tr("Created"), tr("Started"), tr("Finished"), tr("Queue"), tr("Priority"),
                                tr("Time limit"), tr("Dedupe key")}) {
        auto *row = new QHBoxLayout;
        row->setSpacing(0);
        auto *label = new PlainLabel(name, Type::Small, &Tokens::text3, section);
        names.append(label);
        auto *value = new PlainLabel(Type::Small, &Tokens::text, section);
        value->setSelectable();
        value->setWraps(true);
        value->setAccessibleName(name);
        row->addWidget(label, 0, Qt::AlignTop);
        row->addWidget(value, 1);
        column->addLayout(row);
        m_values.append(value);
    }
    int widest = scaled(88); // All as wide as the widest, so that the values stand below each other.
    for (const PlainLabel *label : std::as_const(names))
        widest = std::max(widest, label->sizeHint().width() + scaled(8));
    for (PlainLabel *label : std::as_const(names))
        label->setFixedWidth(widest);
}

void JobSummary::show(const JobSubject &subject)
{
    const JobWhy why = whyOf(subject.job, whyFacts(subject.job, subject.mirror, subject.now));
    m_why->show(subject.job, why, nodeTitle(subject.mirror, why.node), subject.refusal);
    m_whySection->setVisible(!why.isEmpty());
    m_attempts->show(subject.job, subject.mirror, subject.now);
    showResult(subject);
    showPayload(subject);
    showFacts(subject);
}

void JobSummary::showPayload(const JobSubject &subject)
{
    m_isRevealed = subject.isRevealed;
    const JsonShown shown = shownJson(subject.job.payload, subject.isRevealed ? JsonSecrets::Revealed : JsonSecrets::Masked);
    m_payload->show(shown.text);
    m_payloadGround->setVisible(!shown.text.isEmpty());
    m_reveal->setVisible(shown.masked > 0);
    m_reveal->setText(subject.isRevealed ? tr("Hide %1").arg(shown.masked) : tr("Reveal %1 masked").arg(shown.masked));
    m_reveal->setIconName(subject.isRevealed ? "eye-off"_L1 : "eye"_L1);
    const bool isWithheld = shown.withheld > 0;
    m_payloadNote->setText(shown.text.isEmpty() ? tr("It has no payload.")
                                                : tr("The cluster masks %1 values for your token.").arg(shown.withheld));
    m_payloadNote->setVisible(shown.text.isEmpty() || isWithheld);
}

void JobSummary::showResult(const JobSubject &subject)
{
    const JobResult result = jobResultOf(subject.job.result, subject.isRevealed ? JsonSecrets::Revealed : JsonSecrets::Masked);
    m_resultSection->setVisible(!subject.job.result.isEmpty());
    m_resultTitle->setText(result.isOutput ? tr("Output, exit status %1").arg(result.exitStatus) : tr("Result"));
    m_result->setColoured(!result.isOutput);
    m_result->show(result.text);
    m_result->setPlaceholderText(result.isOutput ? tr("It wrote nothing.") : QString());
}

void JobSummary::showFacts(const JobSubject &subject)
{
    const Job &job = subject.job;
    const auto at = [](const std::optional<Timestamp> &time) { return time ? dateText(*time) : unknownText(); };
    const QString took = jobTook(job, subject.now);
    const EntityState *entity = subject.mirror.find(job.entity);
    const bool hasTitle = entity && !entity->entity.title.isEmpty() && entity->entity.title != job.entity.id.text();
    const QStringList values{
        hasTitle ? u"%1, %2"_s.arg(job.entity.text(), entity->entity.title) : job.entity.text(),
        job.node.isEmpty() ? unknownText() : nodeTitle(subject.mirror, job.node),
        job.createdBy.isEmpty() ? dateText(job.createdAt) : tr("%1 by %2").arg(dateText(job.createdAt), job.createdBy),
        at(job.startedAt),
        job.finishedAt && job.startedAt ? tr("%1, took %2").arg(at(job.finishedAt), took) : at(job.finishedAt),
        job.queue,
        QString::number(job.priority),
        job.attemptTimeout.count() > 0 ? tr("%1 an attempt").arg(longSpan(job.attemptTimeout)) : tr("none"),
        job.dedupeKey.isEmpty() || JobVerbs::isOwnKey(job.dedupeKey) ? tr("none") : job.dedupeKey,
    };
    for (qsizetype i = 0; i < values.size(); ++i)
        m_values[i]->setText(values[i]);
}

} // namespace muster
