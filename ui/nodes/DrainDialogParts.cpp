// SPDX-License-Identifier: Apache-2.0
// How a DrainDialog is put together; what it says is in DrainDialog.cpp.
#include "ui/kit/Button.h"
#include "ui/kit/Field.h"
#include "ui/kit/IconLabel.h"
#include "ui/kit/Note.h"
#include "ui/kit/Panel.h"
#include "ui/kit/PlainLabel.h"
#include "ui/kit/SegmentedControl.h"
#include "ui/kit/Theme.h"
#include "ui/nodes/DrainDialog.h"

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

} // namespace

DrainDialog::DrainDialog(ClusterSession &session, const QList<NodeId> &nodes, const DrainChoices &choices, QWidget *parent)
    : QDialog(parent), m_session(session), m_nodes(nodes)
{
    const QString title = nodes.size() == 1 ? tr("Drain %1").arg(nameOf(nodes.first())) : tr("Drain %1 nodes").arg(nodes.size());
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
    words->addWidget(makeWaiting());
    m_moves = new PlainLabel(Type::Small, &Tokens::text2, this);
    m_moves->setWraps(true);
    words->addWidget(m_moves);
    words->addWidget(makeForm());
    layout->addWidget(body);
    layout->addWidget(makeFoot());

    m_deadline->button(choices.deadline)->setChecked(true);
    m_own->setText(choices.own);
    m_immediate->setChecked(choices.isImmediate);
    m_remember->setChecked(choices.isRemembered);
    connect(m_deadline, &QButtonGroup::idToggled, this, &DrainDialog::showChoices);
    connect(m_own, &QLineEdit::textChanged, this, &DrainDialog::showChoices);
    connect(m_immediate, &QCheckBox::toggled, this, &DrainDialog::showChoices);
    connect(&session, &ClusterSession::changed, this, [this](const ChangeSet &changes) {
        if (!changes.entities.isEmpty() && !m_later.isActive())
            m_later.start();
    });
    m_later.setSingleShot(true);
    m_later.setInterval(kLookMs);
    connect(&m_later, &QTimer::timeout, this, &DrainDialog::look);
    look();
    askJobs();
    showChoices();
    m_cancel->setFocus();
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
    layout->addLayout(first);
    auto *what = new PlainLabel(tr("New work stops now. Running work may finish."), Type::Body, &Tokens::text2, head);
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

QWidget *DrainDialog::makeWaiting()
{
    m_waitBlock = new QWidget(this);
    auto *layout = new QVBoxLayout(m_waitBlock);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(scaled(8));
    m_waitNote = new Note(m_waitBlock);
    layout->addWidget(m_waitNote);
    auto *answers = new QHBoxLayout;
    answers->setSpacing(scaled(8));
    m_answer = new SegmentedControl(tr("What becomes of strict pins"), m_waitBlock);
    m_answer->addPart({}, tr("Let them wait"));
    m_answer->addPart({}, tr("Make them preferred"));
    answers->addWidget(m_answer);
    auto *move = new Button(tr("Move them…"), ButtonKind::Quiet, m_waitBlock);
    move->setAutoDefault(false);
    move->setToolTip(tr("Closes this and opens the assignments of the node"));
    answers->addWidget(move);
    answers->addStretch(1);
    layout->addLayout(answers);
    connect(move, &QPushButton::clicked, this, [this] {
        reject();
        Q_EMIT assignmentsWanted();
    });
    return m_waitBlock;
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
    m_drain = new Button(tr("Drain"), ButtonKind::Primary, foot);
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
