// SPDX-License-Identifier: Apache-2.0
#include "ui/logs/LogView.h"

#include "ui/kit/Button.h"
#include "ui/kit/ByteText.h"
#include "ui/kit/EmptyState.h"
#include "ui/kit/ErrorText.h"
#include "ui/kit/Field.h"
#include "ui/kit/IconLabel.h"
#include "ui/kit/Panel.h"
#include "ui/kit/PlainLabel.h"
#include "ui/kit/Theme.h"
#include "ui/logs/LogSaver.h"
#include "ui/logs/LogText.h"
#include "ui/logs/NewLinesButton.h"

#include <QStackedLayout>
#include <QVBoxLayout>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

enum Place { LinesPlace, EmptyPlace };

} // namespace

LogView::LogView(ClusterSession *session, QWidget *parent) : QWidget(parent), m_session(session), m_model(new LogModel(session, this))
{
    setAccessibleName(tr("Log"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeBar());
    layout->addWidget(makeGround(), 1);
    m_broken = new Panel(&Tokens::sunken, this);
    auto *broken = new QHBoxLayout(m_broken);
    broken->setContentsMargins(scaled(12), scaled(6), scaled(12), scaled(6));
    broken->setSpacing(scaled(8));
    broken->addWidget(new IconLabel("unlink"_L1, 16, &Tokens::text2, m_broken));
    broken->addWidget(m_brokenText = new PlainLabel(Type::Small, &Tokens::text2, m_broken), 1);
    m_brokenText->setWraps(true);
    layout->addWidget(m_broken);
    m_end = new Panel(&Tokens::sunken, this);
    auto *end = new QHBoxLayout(m_end);
    end->setContentsMargins(scaled(12), scaled(6), scaled(12), scaled(6));
    end->setSpacing(scaled(8));
    end->addWidget(new IconLabel("info"_L1, 16, &Tokens::text2, m_end));
    end->addWidget(m_endLabel = new PlainLabel(Type::Small, &Tokens::text2, m_end), 1);
    m_endLabel->setWraps(true);
    layout->addWidget(m_end);
    m_saver = new LogSaver(session, *m_model, this);
    if (session)
        connect(session, &ClusterSession::ticked, this, &LogView::showEnd);
    connect(m_model, &LogModel::reset, this, [this] {
        m_newCount = 0;
        m_text->rebuild();
        showState();
    });
    connect(m_model, &LogModel::changed, this, &LogView::take);
    connect(m_model, &LogModel::stateChanged, this, &LogView::showState);
    connect(m_text, &LogText::followingChanged, this, &LogView::setFollowing);
    connect(m_text, &LogText::matchesChanged, this, &LogView::showMatches);
    setWraps(true);
    showState();
    showMatches();
}

QWidget *LogView::makeBar()
{
    auto *bar = new Panel(&Tokens::surface, this);
    bar->setHairlines(Qt::BottomEdge);
    auto *layout = new QHBoxLayout(bar);
    layout->setContentsMargins(scaled(12), scaled(6), scaled(8), scaled(7));
    layout->setSpacing(scaled(4));
    m_field = new Field(tr("Find in the log"), bar);
    m_field->setLeadingIcon("search"_L1);
    m_field->setPlaceholderText(tr("Find"));
    m_field->setKeyHint(tr("Ctrl F"));
    m_field->setMinimumWidth(scaled(80));
    m_field->setMaximumWidth(scaled(320));
    layout->addWidget(m_field, 20); // A drawer has little room, and words must be seen.
    m_matches = new PlainLabel(Type::Small, &Tokens::text3, bar);
    layout->addWidget(m_matches);
    m_previous = new IconButton("chevron-up"_L1, tr("Previous match"), bar);
    m_previous->setName(tr("Previous match"), u"Shift+Enter"_s);
    m_next = new IconButton("chevron-down"_L1, tr("Next match"), bar);
    m_next->setName(tr("Next match"), u"Enter"_s);
    layout->addWidget(m_previous);
    layout->addWidget(m_next);
    layout->addStretch(1);
    m_wrap = new IconButton("wrap"_L1, tr("Wrap long lines"), bar);
    m_wrap->setName(tr("Wrap long lines"), u"W"_s);
    m_wrap->setCheckable(true);
    auto *copy = new IconButton("copy"_L1, tr("Copy the lines"), bar);
    copy->setName(tr("Copy the marked lines with their times, or all"));
    auto *save = new IconButton("download"_L1, tr("Save the log…"), bar);
    layout->addWidget(m_wrap);
    layout->addWidget(copy);
    layout->addWidget(save);
    connect(save, &QToolButton::clicked, this, [this, save] { showSaveMenu(save); });
    connect(m_field, &QLineEdit::textChanged, this, [this](const QString &words) { m_text->setSearch(words); });
    connect(m_previous, &QToolButton::clicked, this, [this] { step(false); });
    connect(m_next, &QToolButton::clicked, this, [this] { step(true); });
    connect(m_wrap, &QToolButton::toggled, this, &LogView::setWraps);
    connect(copy, &QToolButton::clicked, this, &LogView::copyLines);
    m_field->installEventFilter(this);
    return bar;
}

QWidget *LogView::makeGround()
{
    auto *ground = new QWidget(this);
    m_stack = new QStackedLayout(ground);
    m_text = new LogText(m_model->rows(), ground);
    m_text->installEventFilter(this);
    m_stack->addWidget(m_text);
    m_empty = new EmptyState("logs"_L1, {}, {}, ground);
    m_empty->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred); // A drawer is narrow.
    m_again = m_empty->addAction(tr("Try again"), ButtonKind::Secondary);
    connect(m_again, &QPushButton::clicked, m_model, &LogModel::retryNow);
    m_stack->addWidget(m_empty);
    m_newLines = new NewLinesButton(m_text);
    m_newLines->hide();
    connect(m_newLines, &QAbstractButton::clicked, m_text, &LogText::follow);
    return ground;
}

void LogView::follow(const LogSource &source)
{
    m_text->setAccessibleName(tr("Lines of %1").arg(source.text()));
    m_model->follow(source);
    showEnd();
}

void LogView::setWraps(bool wraps)
{
    const bool wasFollowing = m_text->isFollowing();
    m_wrap->setChecked(wraps);
    m_text->setLineWrapMode(wraps ? QPlainTextEdit::WidgetWidth : QPlainTextEdit::NoWrap);
    if (wasFollowing)
        m_text->follow();
}

bool LogView::wraps() const
{
    return m_text->lineWrapMode() != QPlainTextEdit::NoWrap;
}

void LogView::take(int added, int removed)
{
    if (m_model->isHeld())
        m_newCount += static_cast<quint64>(added);
    m_text->take(added, removed);
    showState();
    showNew();
}

void LogView::setFollowing(bool isFollowing)
{
    m_newCount = 0;
    m_model->setHeld(!isFollowing);
    showNew();
}

void LogView::showNew()
{
    const bool isHeld = !m_text->isFollowing();
    m_newLines->setVisible(isHeld && m_stack->currentIndex() == LinesPlace);
    m_newLines->setCount(m_newCount + m_model->passed());
    const QSize size = m_newLines->sizeHint();
    m_newLines->setGeometry((m_text->width() - size.width()) / 2, m_text->height() - size.height() - scaled(16), size.width(),
                            size.height());
    m_newLines->raise();
}

void LogView::showState()
{
    using enum LogModel::State;
    const LogModel::State state = m_model->state();
    const bool hasRows = m_model->rows().count() > 0;
    m_stack->setCurrentIndex(hasRows ? LinesPlace : EmptyPlace);
    m_broken->setVisible(hasRows && (state == Waiting || state == Failed || state == Unsupported));
    if (state == Waiting)
        m_brokenText->setText(tr("The log broke off: %1. It goes on by itself.").arg(errorWords(m_model->error()).heading.toLower()));
    else
        m_brokenText->setText(errorWords(m_model->error()).heading);
    if (!hasRows)
        showEmpty();
    showEnd();
    showMatches();
    showNew();
}

void LogView::showEmpty()
{
    m_again->setVisible(m_model->state() == LogModel::State::Failed || m_model->state() == LogModel::State::Waiting);
    switch (m_model->state()) {
    case LogModel::State::Nothing:
        m_empty->setTitle(tr("No log chosen"));
        m_empty->setText({});
        return;
    case LogModel::State::Unsupported:
        m_empty->setTitle(tr("This cluster shows no logs"));
        m_empty->setText(tr("What its agents write can be read on their machines only."));
        return;
    case LogModel::State::Reading:
        m_empty->setTitle(tr("Reading…"));
        m_empty->setText({});
        return;
    case LogModel::State::Following:
        m_empty->setTitle(tr("Nothing was written yet"));
        m_empty->setText(tr("Lines appear here as they come."));
        return;
    case LogModel::State::Waiting:
        m_empty->setTitle(errorWords(m_model->error()).heading);
        m_empty->setText(tr("It is tried again by itself."));
        return;
    case LogModel::State::Failed: {
        const ErrorWords words = errorWords(m_model->error());
        const bool isUnknown = m_model->error().kind == ErrorKind::NotFound;
        m_empty->setTitle(isUnknown ? tr("There is no such log") : words.heading);
        m_empty->setText(isUnknown ? tr("It is not there any more, or nothing was ever written.") : words.advice);
        return;
    }
    }
    Q_UNREACHABLE();
}

void LogView::showMatches()
{
    const bool isSearching = !m_text->search().isEmpty();
    const int found = m_text->matches();
    m_matches->setVisible(isSearching);
    m_matches->setText(found == 0   ? tr("none")
                           : found == 1 ? tr("1 line")
                                        : tr("%1 lines").arg(countText(found)));
    for (IconButton *button : {m_previous, m_next}) {
        button->setVisible(isSearching);
        button->setEnabled(found > 0);
    }
}

void LogView::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    showNew();
}

} // namespace muster
