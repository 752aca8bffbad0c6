// SPDX-License-Identifier: Apache-2.0
#include "ui/audit/AuditLogPage.h"

#include "ui/audit/AuditDetails.h"
#include "ui/audit/AuditRowDelegate.h"
#include "ui/audit/AuditText.h"
#include "ui/kit/Button.h"
#include "ui/kit/ByteText.h"
#include "ui/kit/EmptyState.h"
#include "ui/kit/ErrorText.h"
#include "ui/kit/Field.h"
#include "ui/kit/FocusRing.h"
#include "ui/kit/Note.h"
#include "ui/kit/PlainLabel.h"
#include "ui/kit/RoundedFrame.h"
#include "ui/kit/Theme.h"
#include "ui/kit/Toast.h"

#include <QListView>
#include <QScrollBar>
#include <QStackedLayout>
#include <QVBoxLayout>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

enum Place { ListPlace, EmptyPlace };
constexpr int kTypingMs = 250; // The cluster searches: a word is worth a question, a letter is not.
constexpr int kLookMs = 5000;  // Nothing tells of new entries.
constexpr int kDetailsWide = 376;
constexpr int kDetailsBeside = 780; // px of the page at scale 1; narrower, the details lie over the list.

} // namespace

AuditLogPage::AuditLogPage(ClusterSession *session, QWidget *parent)
    : QWidget(parent), m_session(session), m_model(new AuditModel(session, this))
{
    setAccessibleName(tr("Audit"));
    m_column = new QWidget(this);
    auto *layout = new QVBoxLayout(m_column);
    layout->setContentsMargins(scaled(16), scaled(16), scaled(16), scaled(16));
    layout->setSpacing(scaled(12));
    layout->addWidget(makeHead());
    layout->addWidget(makeBar());
    m_proof = new Note(m_column);
    m_proof->setCloseable();
    m_proof->hide();
    layout->addWidget(m_proof);
    layout->addWidget(makeLists(), 1);
    m_details = new AuditDetails(this);
    m_details->hide();
    m_toast = new Toast(this);
    connect(m_details, &AuditDetails::closeRequested, this, [this] { showDetails(false); });
    connect(m_proof, &Note::closeWanted, this, &AuditLogPage::closeProof);
    connect(m_model, &AuditModel::stateChanged, this, &AuditLogPage::showState);
    connect(m_model, &QAbstractItemModel::modelReset, this, &AuditLogPage::showState);
    m_looking.setInterval(kLookMs);
    connect(&m_looking, &QTimer::timeout, m_model, &AuditModel::lookForNew);
    showState();
}

QWidget *AuditLogPage::makeHead()
{
    auto *head = new QWidget(m_column);
    auto *layout = new QHBoxLayout(head);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(scaled(8));
    layout->addWidget(new PlainLabel(tr("Audit"), Type::Title, &Tokens::text, head));
    m_count = new PlainLabel(Type::Body, &Tokens::text3, head);
    layout->addWidget(m_count);
    layout->addStretch(1);
    m_verify = new Button("shield-check"_L1, tr("Verify"), ButtonKind::Secondary, head);
    m_verify->setToolTip(tr("Follows the chain of all entries, from the first to the newest"));
    m_export = new Button("download"_L1, tr("Export…"), ButtonKind::Secondary, head);
    m_export->setToolTip(tr("Writes all entries that match to a file, one JSON object a line"));
    layout->addWidget(m_verify);
    layout->addWidget(m_export);
    head->setFixedHeight(scaled(32));
    connect(m_verify, &QPushButton::clicked, this, &AuditLogPage::verify);
    connect(m_export, &QPushButton::clicked, this, &AuditLogPage::askFile);
    return head;
}

QWidget *AuditLogPage::makeBar()
{
    m_bar = new QWidget(m_column);
    auto *layout = new QHBoxLayout(m_bar);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(scaled(8));
    m_field = new Field(tr("Search by actor, verb or target"), m_bar);
    m_field->setLeadingIcon("filter"_L1);
    m_field->setPlaceholderText(tr("Search by actor, verb or target"));
    m_field->setKeyHint(u"/"_s);
    m_field->setMinimumWidth(scaled(160));
    m_field->setMaximumWidth(scaled(320));
    m_field->installEventFilter(this);
    layout->addWidget(m_field, 3);
    layout->addStretch(4);
    m_typing.setSingleShot(true);
    m_typing.setInterval(kTypingMs);
    connect(&m_typing, &QTimer::timeout, this, [this] { m_model->setSearch(m_field->text().trimmed()); });
    connect(m_field, &QLineEdit::textChanged, this, [this] { m_typing.start(); });
    connect(m_field, &QLineEdit::returnPressed, this, [this] {
        m_typing.stop();
        m_model->setSearch(m_field->text().trimmed());
        focusList();
    });
    return m_bar;
}

QWidget *AuditLogPage::makeLists()
{
    auto *lists = new QWidget(m_column);
    m_stack = new QStackedLayout(lists);
    auto *table = new QWidget(lists);
    auto *column = new QVBoxLayout(table);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_list = new QListView(table);
    m_list->setModel(m_model);
    m_list->setItemDelegate(new AuditRowDelegate(m_list));
    m_list->setAccessibleName(tr("Entries, newest first"));
    m_list->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setUniformItemSizes(true);
    m_list->setMouseTracking(true);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->verticalScrollBar()->setSingleStep(auditRowHeight());
    m_list->setTabKeyNavigation(false);
    setFocusRadius(m_list, kNoFocusRing);
    m_list->installEventFilter(this);
    column->addWidget(new AuditHead(m_list, table));
    column->addWidget(m_list, 1);
    m_stack->addWidget(new RoundedFrame(table, 10, &Tokens::canvas, lists));
    m_empty = new EmptyState("audit"_L1, {}, {}, lists);
    m_again = m_empty->addAction(tr("Try again"), ButtonKind::Secondary);
    m_stack->addWidget(m_empty);
    connect(m_again, &QPushButton::clicked, this, [this] {
        m_model->search().isEmpty() ? m_model->reload() : (void)clearFilter();
    });
    connect(m_list, &QListView::clicked, this, &AuditLogPage::openCurrent);
    connect(m_list, &QListView::activated, this, &AuditLogPage::openCurrent);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex &current) {
        if (m_details->isVisible() && current.isValid()) // The panel follows the cursor.
            m_details->show(m_model->entryAt(current.row()));
    });
    return lists;
}

void AuditLogPage::showState()
{
    const bool hasRows = m_model->rowCount() > 0;
    const bool isShown = m_model->state() == AuditModel::State::Shown;
    const bool isReadable = hasRows && (isShown || m_model->state() == AuditModel::State::Waiting);
    m_stack->setCurrentIndex(isReadable ? ListPlace : EmptyPlace);
    m_bar->setVisible(isReadable || isShown || !m_field->text().isEmpty());
    const QString more = m_model->isComplete() ? QString() : u"+"_s;
    m_count->setText(isReadable ? countText(m_model->rowCount()) + more : QString());
    const QString refusal = isShown ? QString() : tr("The log cannot be read here now.");
    m_verify->setRefusal(refusal);
    m_export->setRefusal(isShown && !hasRows ? tr("There is nothing to write.") : refusal);
    showProofAge();
    if (!isReadable) {
        showEmpty();
        showDetails(false);
    }
}

void AuditLogPage::showEmpty()
{
    const auto say = [this](const QString &title, const QString &text, const QString &button) {
        m_empty->setTitle(title);
        m_empty->setText(text);
        m_again->setText(button);
        m_again->setVisible(!button.isEmpty());
    };
    switch (m_model->state()) {
    case AuditModel::State::Waiting:
        say(tr("Not connected"), tr("The log is read as soon as the link is back."), {});
        return;
    case AuditModel::State::Unsupported:
        say(tr("This cluster keeps no audit log"), tr("Who did what is not told by it. The events tell what happened."), {});
        return;
    case AuditModel::State::NotAllowed:
        say(tr("The audit log is for administrators"),
            tr("It tells who did what in the whole cluster. Sign in with a token of tier admin that is bound to no tenant to read it."), {});
        return;
    case AuditModel::State::Reading:
        say(tr("Reading…"), {}, {});
        return;
    case AuditModel::State::Shown:
        if (m_model->search().isEmpty())
            say(tr("Nothing was done yet"), tr("Every change of this cluster will be written down here."), {});
        else
            say(tr("No entry matches"), tr("Nothing with “%1” in actor, verb or target.").arg(m_model->search()), tr("Clear search"));
        return;
    case AuditModel::State::Failed: {
        const ErrorWords words = errorWords(m_model->error());
        say(words.heading, words.advice, tr("Try again"));
        return;
    }
    }
    Q_UNREACHABLE();
}

void AuditLogPage::showDetails(bool isShown)
{
    if (!isShown && m_details->isAncestorOf(focusWidget()))
        m_list->setFocus(Qt::OtherFocusReason);
    m_details->setVisible(isShown);
    placeDetails();
}

void AuditLogPage::placeDetails()
{
    const bool isShown = !m_details->isHidden();
    const bool isBeside = width() >= scaled(kDetailsBeside);
    const int wide = isShown ? std::min(scaled(kDetailsWide), width()) : 0;
    const bool isMirrored = layoutDirection() == Qt::RightToLeft;
    const int room = width() - (isBeside ? wide : 0);
    m_column->setGeometry(isMirrored ? width() - room : 0, 0, room, height());
    m_details->setGeometry(isMirrored ? 0 : width() - wide, 0, wide, height());
    m_details->raise();
}

void AuditLogPage::openCurrent()
{
    const QModelIndex current = m_list->currentIndex();
    if (!current.isValid())
        return;
    m_details->show(m_model->entryAt(current.row()));
    showDetails(true);
    m_list->scrollTo(current);
}

void AuditLogPage::focusList()
{
    m_list->setFocus(Qt::ShortcutFocusReason);
    if (!m_list->currentIndex().isValid() && m_model->rowCount() > 0)
        m_list->selectionModel()->setCurrentIndex(m_model->index(0, 0), QItemSelectionModel::NoUpdate);
}

void AuditLogPage::focusFilter()
{
    m_field->setFocus(Qt::ShortcutFocusReason);
    m_field->selectAll();
}

bool AuditLogPage::clearFilter()
{
    if (!m_details->isHidden()) {
        showDetails(false);
        return true;
    }
    if (m_field->text().isEmpty() && m_model->search().isEmpty())
        return false;
    m_field->clear();
    m_typing.stop();
    m_model->setSearch({});
    return true;
}

void AuditLogPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    m_model->setActive(true);
    m_model->lookForNew();
    m_looking.start();
    placeDetails();
}

void AuditLogPage::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    m_looking.stop();
    m_model->setActive(false);
}

void AuditLogPage::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    placeDetails();
}

} // namespace muster
