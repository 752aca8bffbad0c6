// SPDX-License-Identifier: Apache-2.0
#include "ui/start/FirstRunPage.h"

#include "ui/kit/Icons.h"
#include "ui/kit/KeyHint.h"
#include "ui/kit/PlainLabel.h"
#include "ui/kit/Theme.h"
#include "ui/start/Door.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QVBoxLayout>

namespace muster {

namespace {

using namespace Qt::StringLiterals;

constexpr int kMark = 72;
constexpr int kMarkFrom = 570; // Height of the page from which the mark has room.
constexpr int kDoorGap = 40;

//! The mark, in its own colours.
class Mark : public QWidget
{
public:
    explicit Mark(QWidget *parent) : QWidget(parent) { setFixedSize(scaled(kMark), scaled(kMark)); }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        paintIcon(&painter, "muster"_L1, QPointF(0, 0), width(), tokens().text);
    }
};

} // namespace

FirstRunPage::FirstRunPage(QWidget *parent) : QWidget(parent)
{
    setAccessibleName(tr("First steps"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(scaled(16), scaled(16), scaled(16), scaled(16));
    column->setSpacing(0);
    column->addStretch(88);
    m_mark = mark();
    column->addWidget(m_mark, 0, Qt::AlignHCenter);
    auto *title = new PlainLabel(tr("Nothing connected yet."), Type::Display, &Tokens::text, this);
    title->setAlignment(Qt::AlignHCenter | Qt::AlignBottom);
    title->setFixedHeight(scaled(20 + lineHeightOf(Type::Display)));
    column->addWidget(title);
    column->addSpacing(scaled(4));
    auto *text = new PlainLabel(tr("Choose how to begin. No account, and no network until you ask for it."), Type::Body,
                                &Tokens::text2, this);
    text->setAlignment(Qt::AlignCenter);
    text->setFixedHeight(scaled(lineHeightOf(Type::Body)));
    column->addWidget(text);
    m_gap = new QSpacerItem(0, scaled(kDoorGap), QSizePolicy::Minimum, QSizePolicy::Fixed);
    column->addItem(m_gap);
    column->addWidget(doorRow());
    column->addSpacing(scaled(20));
    column->addWidget(keyRow());
    column->addStretch(204);
}

QWidget *FirstRunPage::mark()
{
    return new Mark(this);
}

QWidget *FirstRunPage::doorRow()
{
    const QList<DoorWords> words{
        {"connect"_L1, tr("Connect to a cluster"),
         tr("Point Muster at a control plane. Its test shows what that can do before anything is saved."),
         tr("Best when: you have a URL and a token."), tr("Connect…"), u"C"_s},
        {"this-machine"_L1, tr("This machine"),
         tr("Run a node inside Muster: a cluster of one, on loopback only."),
         tr("Best when: you want to start working now."), tr("Start here"), u"T"_s},
        {"demo"_L1, tr("Demo"), tr("12 nodes in every state, a running fleet in memory. Opens no socket."),
         tr("Best when: you want to look around."), tr("Open demo"), u"D"_s},
        {"import"_L1, tr("Import"),
         tr("Bring clusters from another Muster's file. Secrets are asked for, never imported."),
         tr("Best when: you come from another computer."), tr("Choose file…"), u"I"_s},
    };
    auto *made = new QWidget(this);
    auto *row = new QHBoxLayout(made);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(scaled(16));
    row->addStretch(1);
    for (const DoorWords &word : words) {
        auto *door = new Door(word, m_doors.isEmpty() ? ButtonKind::Primary : ButtonKind::Secondary, made);
        const int index = static_cast<int>(m_doors.size());
        connect(door, &Door::moved, this, [this, index](int step) { focusDoor(index + step); });
        m_doors.append(door);
        row->addWidget(door, 100);
    }
    row->addStretch(1);
    connect(m_doors.at(0), &Door::opened, this, &FirstRunPage::connectWanted);
    connect(m_doors.at(1), &Door::opened, this, &FirstRunPage::localWanted);
    connect(m_doors.at(2), &Door::opened, this, &FirstRunPage::demoWanted);
    connect(m_doors.at(3), &Door::opened, this, &FirstRunPage::importWanted);
    return made;
}

QWidget *FirstRunPage::keyRow()
{
    auto *made = new QWidget(this);
    auto *row = new QHBoxLayout(made);
    row->setContentsMargins(0, scaled(12), 0, 0);
    row->setSpacing(scaled(8));
    row->addStretch(1);
    const auto say = [&](const QStringList &keys, const QString &words) {
        for (const QString &key : keys)
            row->addWidget(new KeyHint(key, made));
        row->addWidget(new PlainLabel(words, Type::Small, &Tokens::text3, made));
    };
    say({u"←"_s, u"→"_s}, tr("choose"));
    row->addSpacing(scaled(16));
    say({tr("Enter")}, tr("open"));
    row->addSpacing(scaled(16));
    say({u"?"_s}, tr("what works here"));
    row->addStretch(1);
    return made;
}

void FirstRunPage::focusDoor(int index)
{
    if (index >= 0 && index < m_doors.size())
        m_doors.at(index)->setFocus(Qt::TabFocusReason);
}

void FirstRunPage::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    // The mark goes before a door is cut.
    const bool isLow = height() < scaled(kMarkFrom);
    m_mark->setVisible(!isLow);
    m_gap->changeSize(0, scaled(isLow ? kDoorGap / 2 : kDoorGap), QSizePolicy::Minimum, QSizePolicy::Fixed);
    layout()->invalidate();
}

void FirstRunPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    focusDoor(0);
}

void FirstRunPage::keyPressEvent(QKeyEvent *event)
{
    if (event->modifiers() & ~Qt::ShiftModifier) {
        QWidget::keyPressEvent(event);
        return;
    }
    switch (event->key()) {
    case Qt::Key_C:
        Q_EMIT connectWanted();
        return;
    case Qt::Key_T:
        Q_EMIT localWanted();
        return;
    case Qt::Key_D:
        Q_EMIT demoWanted();
        return;
    case Qt::Key_I:
        Q_EMIT importWanted();
        return;
    default:
        QWidget::keyPressEvent(event);
    }
}

void FirstRunPage::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), tokens().canvas);
}

} // namespace muster
