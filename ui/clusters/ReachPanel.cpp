// SPDX-License-Identifier: Apache-2.0
#include "ui/clusters/ReachPanel.h"

#include "core/base/Limits.h"
#include "ui/clusters/FormRow.h"
#include "ui/kit/Button.h"
#include "ui/kit/ErrorText.h"
#include "ui/kit/Field.h"
#include "ui/kit/Note.h"
#include "ui/kit/Panel.h"
#include "ui/kit/PlainLabel.h"
#include "ui/kit/RelativeTime.h"
#include "ui/kit/StatusPalette.h"
#include "ui/kit/Theme.h"

#include <QPainter>
#include <QVBoxLayout>

#include <cmath>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr int kDefaultPort = 3101; // AgenticMail's workers and ux.md 3.11.
constexpr int kHostCharacters = 253; // The longest DNS name.

//! The shape of a stage: it went well, or not.
class StageShape final : public QWidget
{
public:
    StageShape(bool isWell, QWidget *parent) : QWidget(parent), m_isWell(isWell)
    {
        setFixedSize(scaled(16), scaled(16));
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        paintStatusShape(&painter, m_isWell ? NodeStatus::Online : NodeStatus::Failed, QPointF(0, 0), width());
    }

private:
    bool m_isWell;
};

QString tookText(double ms)
{
    return ReachPanel::tr("%1\u00A0ms").arg(ms, 0, 'f', ms < 10 ? 1 : 0);
}

} // namespace

QString reachStageTitle(const QString &name)
{
    if (name == "resolve"_L1)
        return ReachPanel::tr("Name found");
    if (name == "connect"_L1)
        return ReachPanel::tr("Connection open");
    return name == "answer"_L1 ? ReachPanel::tr("Something answers") : name;
}

QString reachVerdict(const ReachReport &report)
{
    if (!report.isReachable)
        return ReachPanel::tr("The control plane does not get there. Workers need no way in: a worker that dials out works all the "
                              "same.");
    QStringList who;
    if (!report.agentId.isEmpty())
        who.append(report.agentId);
    if (!report.version.isEmpty())
        who.append(report.version);
    const QString took = tookText(report.latencyMs);
    return who.isEmpty() ? ReachPanel::tr("Reachable in %1.").arg(took)
                         : ReachPanel::tr("Reachable in %1: %2.").arg(took, who.join(u", "_s));
}

ReachPanel::ReachPanel(Cluster *cluster, QWidget *parent)
    : QWidget(parent), m_cluster(cluster), m_host(new Field(tr("Host"), this)), m_port(new Field(tr("Port"), this)),
      m_test(new Button("ping"_L1, tr("Test connection"), ButtonKind::Primary, this)),
      m_verdict(new PlainLabel(Type::BodyMedium, &Tokens::text, this)), m_error(new InlineError(this))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(scaled(12));
    auto *intro = new PlainLabel(tr("The control plane tries to connect to a machine where a worker runs already. Addresses that "
                                    "nobody may reach through it are refused."),
                                 Type::Body, &Tokens::text2, this);
    intro->setWraps(true);
    column->addWidget(intro);
    auto *holder = new QWidget(this);
    auto *row = new QHBoxLayout(holder);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(scaled(8));
    m_host->setPlaceholderText(tr("worker-1.example.com or 10.0.0.7"));
    m_host->setMaxLength(kHostCharacters);
    m_port->setText(QString::number(kDefaultPort));
    m_port->setMaxLength(5);
    m_port->setFixedWidth(scaled(72));
    m_test->setAutoDefault(false);
    row->addWidget(m_host, 1);
    row->addWidget(m_port);
    row->addWidget(m_test);
    holder->setFocusProxy(m_host);
    m_hostRow = new FormRow(tr("Host and port"), holder, this);
    column->addWidget(m_hostRow);
    m_stages = new QWidget(this);
    m_stages->hide();
    column->addWidget(m_stages);
    m_verdict->setWraps(true);
    m_verdict->hide();
    column->addWidget(m_verdict);
    column->addWidget(m_error);
    for (Field *field : {m_host, m_port}) {
        connect(field, &QLineEdit::textEdited, this, [this] { m_hostRow->complain({}); });
        connect(field, &QLineEdit::returnPressed, this, &ReachPanel::test);
    }
    connect(m_test, &QPushButton::clicked, this, &ReachPanel::test);
}

std::optional<ReachTarget> ReachPanel::target()
{
    ReachTarget target{.host = m_host->text().trimmed()};
    bool isNumber = false;
    target.port = m_port->text().trimmed().toInt(&isNumber);
    const bool isPortWrong = !isNumber || target.port < 1 || target.port > 65535;
    QString wrong;
    if (target.host.isEmpty())
        wrong = tr("Which machine? Give its name or IP address.");
    else if (target.host.contains(u"://"_s) || target.host.contains(u'/'))
        wrong = tr("Only the host: no https:// and no path.");
    else if (isPortWrong)
        wrong = tr("A port is a number from 1 to 65535.");
    m_hostRow->setField(isPortWrong && !target.host.isEmpty() ? m_port : m_host);
    m_hostRow->complain(wrong);
    if (wrong.isEmpty())
        return target;
    (isPortWrong && !target.host.isEmpty() ? m_port : m_host)->setFocus();
    return std::nullopt;
}

void ReachPanel::setRefusal(const QString &reason)
{
    m_test->setRefusal(reason);
}

void ReachPanel::test()
{
    if (m_isAsking || !m_test->isEnabled() || !m_cluster)
        return;
    const std::optional<ReachTarget> wanted = target();
    if (!wanted)
        return;
    m_isAsking = true;
    m_error->clear();
    m_stages->hide();
    m_verdict->setText(tr("Asking…"));
    m_verdict->show();
    whenDone(this, m_cluster->reach(*wanted), [this](const Result<ReachReport> &report) { take(report); });
}

void ReachPanel::take(const Result<ReachReport> &report)
{
    m_isAsking = false;
    delete m_stages;
    m_stages = new Panel(&Tokens::surface, this);
    static_cast<Panel *>(m_stages)->setFrame(6);
    auto *lines = new QVBoxLayout(m_stages);
    lines->setContentsMargins(scaled(12), scaled(6), scaled(12), scaled(6));
    lines->setSpacing(scaled(6));
    static_cast<QVBoxLayout *>(layout())->insertWidget(2, m_stages);
    m_verdict->setVisible(bool(report));
    m_stages->setVisible(report && !report->stages.isEmpty());
    if (!report) {
        m_error->show(report.error());
        return;
    }
    for (const ReachStage &stage : report->stages)
        addStage(stage);
    m_verdict->setText(reachVerdict(*report));
    m_verdict->setAccessibleName(m_verdict->text());
}

void ReachPanel::addStage(const ReachStage &stage)
{
    auto *row = new QWidget(m_stages);
    auto *parts = new QHBoxLayout(row);
    parts->setContentsMargins(0, 0, 0, 0);
    parts->setSpacing(scaled(8));
    parts->addWidget(new StageShape(!stage.cause, row));
    const QString title = stage.cause ? tr("%1: no").arg(reachStageTitle(stage.name)) : reachStageTitle(stage.name);
    parts->addWidget(new PlainLabel(title, Type::BodyMedium, &Tokens::text, row));
    auto *cause = new PlainLabel(stage.cause ? stage.cause->what : QString(), Type::Body, &Tokens::text2, row);
    cause->setWraps(true);
    parts->addWidget(cause, 1);
    parts->addWidget(new PlainLabel(tookText(stage.tookMs), Type::Small, &Tokens::text3, row));
    row->setAccessibleName(u"%1, %2, %3"_s.arg(title, cause->text(), tookText(stage.tookMs)));
    m_stages->layout()->addWidget(row);
}

} // namespace muster
