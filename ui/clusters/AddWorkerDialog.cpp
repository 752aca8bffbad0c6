// SPDX-License-Identifier: Apache-2.0
#include "ui/clusters/AddWorkerDialog.h"

#include "ui/kit/Panel.h"
#include "ui/kit/PlainLabel.h"
#include "ui/kit/RelativeTime.h"
#include "ui/kit/StatusPalette.h"
#include "ui/kit/Theme.h"

#include <QClipboard>
#include <QGridLayout>
#include <QGuiApplication>
#include <QPainter>
#include <QRegularExpression>
#include <QVBoxLayout>

namespace muster {

namespace {

using namespace Qt::StringLiterals;

constexpr int kWidth = 640;

//! \a word as a POSIX shell reads it back; plain when it needs no quotes.
QString quoted(const QString &word)
{
    static const QRegularExpression plain(u"^[A-Za-z0-9_@%+=:,./-]+$"_s);
    if (plain.match(word).hasMatch())
        return word;
    QString inner = word;
    inner.replace(u'\'', u"'\\''"_s);
    return u'\'' + inner + u'\'';
}

} // namespace

QString joinCommand(const JoinFacts &facts)
{
    const QString file = facts.joinTokenFile.isEmpty() ? u"DIR/join.token"_s : facts.joinTokenFile;
    const QString pin = facts.pin.isEmpty() ? QString() : u" --pin "_s + facts.pin.text();
    return u"musterd --join %1 --join-token-file %2"_s.arg(quoted(facts.url.toString(QUrl::RemovePath)), quoted(file)) + pin;
}

JoinNews joinNews(const QSet<NodeId> &before, const QList<Node> &nodes, Timestamp now)
{
    const Node *newest = nullptr;
    for (const Node &node : nodes) {
        if (!before.contains(node.id()) && (!newest || node.registeredAt > newest->registeredAt))
            newest = &node;
    }
    if (!newest)
        return {JoinStage::Waiting, AddWorkerDialog::tr("Waiting for a new node…")};
    const QString name = newest->who.name.isEmpty() ? newest->id().text() : newest->who.name;
    if (!newest->lastBeatAt)
        return {JoinStage::Announced, AddWorkerDialog::tr("%1 announced itself; waiting for its first beat.").arg(name)};
    const milliseconds age = std::max(milliseconds(0), now - *newest->lastBeatAt);
    return {JoinStage::Joined, AddWorkerDialog::tr("%1 joined, last beat %2 ago.").arg(name, shortAge(age))};
}

//! The shape of what was seen: joining while waiting, online once a beat came.
class AddWorkerDialog::WaitShape : public QWidget
{
public:
    explicit WaitShape(QWidget *parent) : QWidget(parent) { setFixedSize(scaled(16), scaled(16)); }
    void setStage(JoinStage stage)
    {
        m_stage = stage;
        update();
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        const NodeStatus shape = m_stage == JoinStage::Joined ? NodeStatus::Online : NodeStatus::Joining;
        paintStatusShape(&painter, shape, QPointF(0, 0), width());
    }

private:
    JoinStage m_stage = JoinStage::Waiting;
};

AddWorkerDialog::AddWorkerDialog(const JoinFacts &facts, const QList<Node> &nodes, QWidget *parent)
    : Sheet(tr("Add a worker"), kWidth, parent)
{
    for (const Node &node : nodes)
        m_before.insert(node.id());
    buildFacts(facts);
    buildCommand(facts);
    buildWaiting();
    m_close = addButton(tr("Close"), ButtonKind::Secondary);
    connect(m_close, &QPushButton::clicked, this, &QDialog::accept);
    look(nodes, {});
}

void AddWorkerDialog::buildFacts(const JoinFacts &facts)
{
    auto *intro = new PlainLabel(tr("Run this on a machine that shall work for %1. Workers join from this machine only, "
                                    "until TLS is set up.")
                                     .arg(facts.cluster),
                                 Type::Body, &Tokens::text2, this);
    intro->setWraps(true);
    body()->addWidget(intro);
    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(scaled(12));
    grid->setVerticalSpacing(scaled(6));
    grid->setColumnStretch(1, 1);
    const auto row = [&](int at, const QString &label, const QString &value, Type type) {
        auto *name = new PlainLabel(label, Type::Small, &Tokens::text2, this);
        name->setFixedWidth(scaled(88));
        auto *words = new PlainLabel(value, type, &Tokens::text, this);
        words->setWraps(true);
        words->setSelectable();
        words->setAccessibleName(u"%1: %2"_s.arg(label, value));
        grid->addWidget(name, at, 0, Qt::AlignTop);
        grid->addWidget(words, at, 1);
    };
    row(0, tr("Address"), facts.url.toString(QUrl::RemovePath), Type::MonoSmall);
    if (facts.joinTokenFile.isEmpty())
        row(1, tr("Join token"), tr("join.token in the data folder of the control plane"), Type::Small);
    else
        row(1, tr("Join token"), facts.joinTokenFile, Type::MonoSmall);
    body()->addLayout(grid);
}

void AddWorkerDialog::buildCommand(const JoinFacts &facts)
{
    const QString command = joinCommand(facts);
    auto *well = new Panel(&Tokens::sunken, this);
    well->setFrame(6);
    auto *row = new QHBoxLayout(well);
    row->setContentsMargins(scaled(12), scaled(8), scaled(8), scaled(8));
    row->setSpacing(scaled(8));
    auto *words = new PlainLabel(command, Type::Mono, &Tokens::text, well);
    words->setWraps(true);
    words->setSelectable();
    words->setAccessibleName(tr("Command: %1").arg(command));
    auto *copy = new Button("copy"_L1, tr("Copy"), ButtonKind::Primary, well);
    copy->setAccessibleName(tr("Copy the command"));
    row->addWidget(words, 1);
    row->addWidget(copy, 0, Qt::AlignTop);
    body()->addWidget(well);
    connect(copy, &QPushButton::clicked, this, [this, command] {
        QGuiApplication::clipboard()->setText(command);
        setFooterText(tr("Copied."));
    });
    auto *more = new PlainLabel(tr("A second worker on one machine needs a name and a folder of its own: "
                                   "add --name NAME --data DIR."),
                                Type::Small, &Tokens::text3, this);
    more->setWraps(true);
    body()->addWidget(more);
    copy->setFocus();
}

void AddWorkerDialog::buildWaiting()
{
    auto *row = new QHBoxLayout;
    row->setSpacing(scaled(8));
    m_shape = new WaitShape(this);
    m_waiting = new PlainLabel(Type::BodyMedium, &Tokens::text, this);
    row->addWidget(m_shape);
    row->addWidget(m_waiting, 1);
    body()->addLayout(row);
}

void AddWorkerDialog::look(const QList<Node> &nodes, Timestamp now)
{
    m_news = joinNews(m_before, nodes, now);
    m_shape->setStage(m_news.stage);
    m_waiting->setText(m_news.words);
    m_waiting->setAccessibleName(m_news.words);
    m_close->setText(m_news.stage == JoinStage::Joined ? tr("Done") : tr("Close"));
}

} // namespace muster
