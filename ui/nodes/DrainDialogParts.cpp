// SPDX-License-Identifier: Apache-2.0
// How a DrainDialog is put together; what it says is in DrainDialog.cpp.
#include "ui/kit/Button.h"
#include "ui/kit/Field.h"
#include "ui/kit/IconLabel.h"
#include "ui/kit/Panel.h"
#include "ui/kit/PlainLabel.h"
#include "ui/kit/Theme.h"
#include "ui/nodes/DrainDialog.h"
#include "ui/nodes/DrainWaiting.h"

#include <QApplication>
#include <QButtonGroup>
#include <QCheckBox>
#include <QClipboard>
#include <QPainter>
#include <QRadioButton>
#include <QVBoxLayout>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr int kWide = 600;
constexpr int kNameWide = 104;
constexpr int kLookMs = 500; // A large cluster changes all the time, and the outlook looks at all of it.

bool isDraining(const ClusterSession &session, const QList<NodeId> &nodes)
{
    const Node *node = nodes.size() == 1 ? session.mirror().find(nodes.first()) : nullptr;
    return node && node->drain;
}

} // namespace

DrainDialog::DrainDialog(ClusterSession &session, const QList<NodeId> &nodes, const DrainChoices &choices, QWidget *parent)
    : QDialog(parent), m_session(session), m_nodes(nodes), m_isChange(isDraining(session, nodes)), m_work(&session),
      m_who(new DrainWaiting(this))
{
    const QString title = m_isChange        ? tr("Change the drain of %1").arg(nameOf(nodes.first()))
                          : nodes.size() == 1 ? tr("Drain %1").arg(nameOf(nodes.first()))
                                              : tr("Drain %1 nodes").arg(nodes.size());
    setWindowTitle(title);
    setAccessibleName(title);
    setWindowModality(Qt::WindowModal);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->setSizeConstraint(QLayout::SetMinAndMaxSize);
    auto *body = new QWidget(this);
    body->setFixedWidth(scaled(kWide));
    auto *words = new QVBoxLayout(body);
    words->setContentsMargins(scaled(20), scaled(20), scaled(20), scaled(20));
    words->setSpacing(scaled(12));
    words->addWidget(makeHead());
    words->addWidget(makeFigures());
    words->addWidget(m_who);
    m_moves = new PlainLabel(Type::Small, &Tokens::text2, this);
    m_moves->setWraps(true);
    words->addWidget(m_moves);
    words->addWidget(makeForm());
    layout->addWidget(body);
    layout->addWidget(makeFoot());
    begin(choices);
    m_cancel->setFocus();
}

//! Fills in what was chosen the last time, or how the drain under way is, and looks at the cluster from now on.
void DrainDialog::begin(const DrainChoices &choices)
{
    DrainChoices chosen = choices;
    if (m_isChange) {
        const std::optional<Drain> drain = m_session.mirror().find(m_nodes.first())->drain;
        const bool hasDeadline = drain && drain->deadline;
        chosen.deadline = hasDeadline ? DrainChoices::Own : DrainChoices::None;
        chosen.own = hasDeadline ? writeDeadline(*drain->deadline - m_session.clusterNow()) : QString();
        chosen.isImmediate = false;
    }
    m_deadline->button(chosen.deadline)->setChecked(true);
    m_own->setText(chosen.own);
    m_immediate->setChecked(chosen.isImmediate);
    m_remember->setChecked(chosen.isRemembered);
    m_remember->setVisible(!m_isChange);
    connect(m_deadline, &QButtonGroup::idToggled, this, &DrainDialog::showChoices);
    connect(m_own, &QLineEdit::textChanged, this, &DrainDialog::showChoices);
    connect(m_immediate, &QCheckBox::toggled, this, &DrainDialog::showChoices);
    connect(m_who, &DrainWaiting::moveWanted, this, [this] {
        reject();
        Q_EMIT assignmentsWanted();
    });
    connect(&m_session, &ClusterSession::changed, this, [this](const ChangeSet &changes) {
        if (!changes.entities.isEmpty() && !m_later.isActive())
            m_later.start();
    });
    m_later.setSingleShot(true);
    m_later.setInterval(kLookMs);
    connect(&m_later, &QTimer::timeout, this, &DrainDialog::look);
    connect(&m_work, &DrainWork::changed, this, [this] {
        m_who->show(m_waiting, m_work);
        showJobs();
    });
    connect(&m_session, &ClusterSession::ticked, this, &DrainDialog::showJobs); // The oldest grows older.
    look();
    showJobs();
    showChoices();
}

QWidget *DrainDialog::makeHead()
{
    auto *head = new QWidget(this);
    auto *layout = new QVBoxLayout(head);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(scaled(4));
    auto *first = new QHBoxLayout;
    first->setSpacing(scaled(8));
    first->addWidget(new IconLabel("drain"_L1, 20, &Tokens::text2, head));
    first->addWidget(new PlainLabel(windowTitle(), Type::Title, &Tokens::text, head), 1);
    auto *close = new IconButton("close"_L1, tr("Close"), head);
    close->setName(tr("Close"), tr("Esc"));
    close->setIconPixels(18);
    close->setFocusPolicy(Qt::NoFocus); // Cancel does the same.
    first->addWidget(close);
    connect(close, &QToolButton::clicked, this, &QDialog::reject);
    layout->addLayout(first);
    auto *what = new PlainLabel(m_isChange ? tr("It gets no new work. Running work may finish, until then.") : tr("New work stops now. Running work may finish."),
                                Type::Body, &Tokens::text2, head);
    what->setIndent(scaled(28));
    layout->addWidget(what);
    return head;
}

QWidget *DrainDialog::makeFigures()
{
    auto *figures = new Panel(&Tokens::raised, this);
    figures->setFrame(10);
    auto *layout = new QHBoxLayout(figures);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    const auto add = [&](const QString &name) {
        if (layout->count() > 0)
            layout->addWidget(new Hairline(Qt::Vertical, figures));
        auto *cell = new QVBoxLayout;
        cell->setContentsMargins(scaled(12), scaled(8), scaled(12), scaled(8));
        cell->setSpacing(0);
        cell->addWidget(new PlainLabel(name, Type::Small, &Tokens::text2, figures));
        auto *value = new PlainLabel(Type::Title, &Tokens::text, figures);
        value->setAccessibleName(name);
        cell->addWidget(value);
        layout->addLayout(cell, 1);
        return value;
    };
    m_running = add(tr("Running jobs"));
    m_oldest = add(tr("Oldest"));
    m_strict = add(tr("Pinned, strict"));
    m_preferred = add(tr("Pinned, preferred"));
    return figures;
}

void DrainDialog::addRow(QVBoxLayout *form, const QString &name, QWidget *value)
{
    auto *row = new QHBoxLayout;
    row->setSpacing(0);
    auto *label = new PlainLabel(name, Type::Body, &Tokens::text2, this);
    label->setFixedWidth(scaled(kNameWide));
    row->addWidget(label);
    row->addWidget(value, 1);
    form->addLayout(row);
}

QWidget *DrainDialog::makeDeadline()
{
    auto *choices = new QWidget(this);
    auto *layout = new QHBoxLayout(choices);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(scaled(16));
    m_deadline = new QButtonGroup(this);
    const auto add = [&](DrainChoices::Deadline which, const QString &text, const QString &spoken) {
        auto *button = new QRadioButton(text, choices);
        button->setAccessibleName(spoken);
        m_deadline->addButton(button, which);
        layout->addWidget(button);
    };
    add(DrainChoices::None, tr("None"), tr("No deadline"));
    add(DrainChoices::Short, tr("15 m"), tr("Deadline in 15 minutes"));
    add(DrainChoices::Long, tr("1 h"), tr("Deadline in one hour"));
    add(DrainChoices::Own, {}, tr("Another deadline"));
    m_own = new Field(tr("Deadline in hours and minutes"), choices);
    m_own->setPlaceholderText(tr("h : mm"));
    m_own->setFixedWidth(scaled(96));
    layout->addWidget(m_own);
    layout->addStretch(1);
    return choices;
}

QWidget *DrainDialog::makeForm()
{
    auto *ground = new QWidget(this);
    auto *form = new QVBoxLayout(ground);
    form->setContentsMargins(0, 0, 0, 0);
    form->setSpacing(scaled(12));
    addRow(form, tr("Deadline"), makeDeadline());
    m_atDeadline = new PlainLabel(Type::Body, &Tokens::text, ground);
    addRow(form, tr("At deadline"), m_atDeadline);
    m_note = new Field(tr("Note for the audit log"), ground);
    m_note->setPlaceholderText(tr("For the audit log"));
    addRow(form, tr("Note"), m_note);
    m_immediate = new QCheckBox(tr("Stop immediately: running jobs are queued again"), ground);
    addRow(form, {}, m_immediate);
    m_remember = new QCheckBox(tr("Remember these choices"), ground);
    addRow(form, {}, m_remember);
    return ground;
}

QWidget *DrainDialog::makeFoot()
{
    auto *foot = new Panel(&Tokens::canvas, this);
    foot->setHairlines(Qt::TopEdge);
    auto *layout = new QHBoxLayout(foot);
    layout->setContentsMargins(scaled(12), scaled(12), scaled(20), scaled(12));
    layout->setSpacing(scaled(8));
    auto *copy = new IconButton("copy"_L1, tr("Copy as a command"), foot);
    m_command = new PlainLabel(Type::MonoSmall, &Tokens::text2, foot);
    layout->addWidget(copy);
    layout->addWidget(m_command, 1);
    m_cancel = new Button(tr("Cancel"), ButtonKind::Secondary, foot);
    m_drain = new Button(m_isChange ? tr("Change") : tr("Drain"), ButtonKind::Primary, foot);
    m_cancel->setDefault(true);
    m_drain->setAutoDefault(true); // Return presses the button that has the focus; without one it cancels.
    layout->addWidget(m_cancel);
    layout->addWidget(m_drain);
    connect(copy, &QToolButton::clicked, this, [this] { QApplication::clipboard()->setText(command()); });
    connect(m_cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_drain, &QPushButton::clicked, this, &QDialog::accept);
    return foot;
}

void DrainDialog::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), tokens().raised);
}

} // namespace muster
