// SPDX-License-Identifier: Apache-2.0
#include "ui/clusters/ProbePanel.h"

#include "core/base/Limits.h"
#include "ui/kit/Icons.h"
#include "ui/kit/Panel.h"
#include "ui/kit/PlainLabel.h"
#include "ui/kit/Theme.h"

#include <QGridLayout>
#include <QPainter>

namespace muster {

namespace {

using namespace Qt::StringLiterals;

//! A check or a dash in the colour of what it says.
class Tick : public QWidget
{
public:
    Tick(bool isThere, QWidget *parent) : QWidget(parent), m_isThere(isThere)
    {
        setFixedSize(scaled(16), scaled(16));
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        paintIcon(&painter, m_isThere ? "check"_L1 : "minus"_L1, QPointF(0, 0), width(),
                  m_isThere ? tokens().online.fg : tokens().text3);
    }

private:
    bool m_isThere;
};

} // namespace

QList<FeatureLine> featureLines(Features features)
{
    const auto has = [features](Feature one) { return features.testFlag(one); };
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(limits::kPollInterval).count();
    const auto line = [&has](Feature one, const QString &can, const QString &cannot) {
        return FeatureLine{has(one) ? can : cannot, has(one)};
    };
    QList<FeatureLine> lines{
        line(Feature::Follow, ProbePanel::tr("Reports changes by itself"),
             ProbePanel::tr("Does not report by itself: asked every %1\u00A0s").arg(seconds)),
        line(Feature::Announce, ProbePanel::tr("Workers can join"), ProbePanel::tr("Workers cannot join from here")),
        line(Feature::Ping, ProbePanel::tr("Nodes can be pinged"), ProbePanel::tr("Nodes cannot be pinged")),
        line(Feature::Remove, ProbePanel::tr("Nodes can be removed"), ProbePanel::tr("Nodes cannot be removed")),
        line(Feature::Restart, ProbePanel::tr("Agents can be restarted"), ProbePanel::tr("Agents cannot be restarted")),
        line(Feature::Reach, ProbePanel::tr("Addresses can be tested from there"),
             ProbePanel::tr("Addresses cannot be tested from there")),
        line(Feature::Tokens, ProbePanel::tr("Tokens can be made and revoked"),
             ProbePanel::tr("Tokens cannot be made or revoked")),
    };
    std::stable_sort(lines.begin(), lines.end(),
                     [](const FeatureLine &a, const FeatureLine &b) { return a.isThere && !b.isThere; });
    return lines;
}

//! "token accepted".
static QString acceptedText(SignIn way)
{
    switch (way) {
    case SignIn::Token:
        return ProbePanel::tr("token accepted");
    case SignIn::ApiKey:
        return ProbePanel::tr("API key accepted");
    case SignIn::Password:
        return ProbePanel::tr("signed in");
    }
    Q_UNREACHABLE();
}

ProbePanel::ProbePanel(QWidget *parent) : QWidget(parent)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(scaled(12), scaled(8), scaled(12), scaled(10));
    column->setSpacing(scaled(4));
    m_product = new PlainLabel(Type::BodyStrong, &Tokens::text, this);
    m_facts = new PlainLabel(Type::Small, &Tokens::text2, this);
    column->addWidget(m_product);
    column->addWidget(m_facts);
    hide();
}

void ProbePanel::show(const ProbeReport &report, const QString &title, SignIn way)
{
    clear();
    m_product->setText(report.product);
    QStringList facts{title, tr("%1\u00A0ms").arg(report.latencyMs, 0, 'f', report.latencyMs < 10 ? 1 : 0)};
    if (!report.node.isEmpty())
        facts.append(tr("served by %1").arg(report.node));
    facts.append(report.isSignedIn ? acceptedText(way) : tr("not signed in"));
    m_facts->setText(facts.join(u" · "_s));
    m_features = new QWidget(this);
    auto *grid = new QGridLayout(m_features);
    grid->setContentsMargins(0, scaled(4), 0, 0);
    grid->setHorizontalSpacing(scaled(8));
    grid->setVerticalSpacing(scaled(4));
    grid->setColumnStretch(1, 1);
    grid->setColumnStretch(3, 1);
    const QList<FeatureLine> lines = featureLines(report.features);
    for (int i = 0; i < lines.size(); ++i)
        addFeature(lines.at(i), i);
    layout()->addWidget(m_features);
    QWidget::show();
}

void ProbePanel::addFeature(const FeatureLine &line, int place)
{
    auto *grid = static_cast<QGridLayout *>(m_features->layout());
    const int row = place / 2;
    const int column = place % 2 * 2;
    auto *words = new PlainLabel(line.words, Type::Small, line.isThere ? &Tokens::text : &Tokens::text3, m_features);
    grid->addWidget(new Tick(line.isThere, m_features), row, column);
    grid->addWidget(words, row, column + 1);
}

void ProbePanel::clear()
{
    delete m_features;
    m_features = nullptr;
    hide();
}

void ProbePanel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    paintPanel(&painter, rect(), scaled(6), tokens().sunken, Qt::transparent);
}

} // namespace muster
