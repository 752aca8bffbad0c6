// SPDX-License-Identifier: Apache-2.0
#include "ui/jobs/JobAttempts.h"

#include "ui/jobs/JobText.h"
#include "ui/kit/Icons.h"
#include "ui/kit/LineText.h"
#include "ui/kit/PlainLabel.h"
#include "ui/kit/RelativeTime.h"
#include "ui/kit/Theme.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QVBoxLayout>

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr int kListed = 20; // Attempts that are drawn; a job may have a hundred.
constexpr int kIndent = 28;

} // namespace

//! One attempt: shape and joining line, then title, node and time, then what became of it.
class JobAttempts::Row final : public QWidget
{
public:
    explicit Row(QWidget *parent) : QWidget(parent)
    {
        auto *column = new QVBoxLayout(this);
        column->setContentsMargins(scaled(kIndent), 0, 0, scaled(10));
        column->setSpacing(0);
        auto *first = new QHBoxLayout;
        first->setSpacing(scaled(8));
        m_title = new PlainLabel(Type::BodyMedium, &Tokens::text, this);
        m_node = new PlainLabel(Type::Small, &Tokens::text2, this);
        m_when = new PlainLabel(Type::Small, &Tokens::text3, this);
        first->addWidget(m_title);
        first->addWidget(m_node, 1);
        first->addWidget(m_when);
        m_text = new PlainLabel(Type::Small, &Tokens::text2, this);
        m_text->setWraps(true);
        m_text->setSelectable();
        column->addLayout(first);
        column->addWidget(m_text);
    }
    void show(const Line &line)
    {
        if (line == m_line && m_isShown)
            return;
        m_isShown = true;
        m_line = line;
        m_title->setText(line.title);
        m_node->setText(line.node);
        m_when->setText(line.when);
        m_text->setText(line.text);
        m_text->setVisible(!line.text.isEmpty());
        setAccessibleName(QStringList{line.title, line.node, line.when, line.text}.join(u", "_s));
        update();
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        const int icon = scaled(16);
        const bool leftToRight = layoutDirection() == Qt::LeftToRight;
        const int x = leftToRight ? 0 : width() - icon;
        if (!m_line.isLast) // 2 px, from shape to shape.
            painter.fillRect(QRect(x + icon / 2 - 1, icon + scaled(4), 2, std::max(0, height() - icon - scaled(6))), tokens().border);
        paintIcon(&painter, m_line.icon, QPointF(x, scaled(2)), icon, m_line.color);
    }

private:
    Line m_line;
    bool m_isShown = false;
    PlainLabel *m_title;
    PlainLabel *m_node;
    PlainLabel *m_when;
    PlainLabel *m_text;
};

JobAttempts::JobAttempts(QWidget *parent) : QWidget(parent)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(scaled(8));
    auto *head = new QHBoxLayout;
    head->setSpacing(scaled(6));
    head->addWidget(new PlainLabel(tr("Attempts"), Type::SmallStrong, &Tokens::text2, this));
    m_count = new PlainLabel(Type::Small, &Tokens::text3, this);
    head->addWidget(m_count, 1);
    column->addLayout(head);
    m_rows = new QVBoxLayout;
    m_rows->setSpacing(0);
    column->addLayout(m_rows);
}

//! Of its newest attempt. Attempts that were taken from it, and those before a retry, have numbers and do not count.
int JobAttempts::numberOf(const Job &job)
{
    return job.history.isEmpty() ? job.attemptsMade : job.history.constLast().number;
}

QList<JobAttempts::Line> JobAttempts::linesOf(const Job &job, const ClusterMirror &mirror, Timestamp now)
{
    QList<Line> lines;
    const bool waits = job.state == JobState::Waiting || job.state == JobState::Delayed;
    if (waits) {
        const JobWhy why = whyOf(job, whyFacts(job, mirror, now), WhyDepth::Sentence);
        const QString waited = why.node.isEmpty() ? QString() : tr("waits for %1").arg(nodeTitle(mirror, why.node));
        lines.append({jobStateIcon(job.state), jobStateColor(job.state).fg, tr("Attempt %1").arg(numberOf(job) + 1), waited,
                      tr("not started"), {}});
    }
    for (auto one = job.history.rbegin(); one != job.history.rend() && lines.size() < kListed; ++one) {
        const bool isRunning = !one->endedAt && job.state == JobState::Active;
        const JobState state = one->error ? JobState::Failed : isRunning ? JobState::Active : JobState::Completed;
        const bool isCancelled = one->error && one->error->code == u"cancelled";
        const QString took = shortSpan(std::max(milliseconds(0), one->endedAt.value_or(now) - one->startedAt));
        QString text = one->error ? u"%1 · %2"_s.arg(one->error->text, took) : isRunning ? tr("Runs since %1").arg(took)
                                                                                          : tr("Succeeded in %1").arg(took);
        lines.append({jobStateIcon(isCancelled ? JobState::Cancelled : state), jobStateColor(isCancelled ? JobState::Cancelled : state).fg,
                      tr("Attempt %1").arg(one->number), nodeTitle(mirror, one->node), clockText(one->startedAt), text});
    }
    if (!lines.isEmpty())
        lines.last().isLast = true;
    return lines;
}

void JobAttempts::show(const Job &job, const ClusterMirror &mirror, Timestamp now)
{
    QStringList parts{tr("%1 of %2").arg(job.attemptsMade).arg(job.attempts)};
    if (const int others = numberOf(job) - job.attemptsMade; others > 0)
        parts.append(tr("%n more did not count", nullptr, others));
    if (job.attempts > 1 && job.backoff.count() > 0)
        parts.append(tr("back-off %1 × 2").arg(shortSpan(job.backoff)));
    if (job.history.size() > kListed)
        parts.append(tr("the newest %1 are shown").arg(kListed));
    m_count->setText(parts.join(u", "_s));
    const QList<Line> lines = linesOf(job, mirror, now);
    while (m_shown.size() < lines.size()) {
        m_shown.append(new Row(this));
        m_rows->addWidget(m_shown.last());
    }
    for (qsizetype i = 0; i < m_shown.size(); ++i) {
        m_shown[i]->setVisible(i < lines.size());
        if (i < lines.size())
            m_shown[i]->show(lines[i]);
    }
}

} // namespace muster
