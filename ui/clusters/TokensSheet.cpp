// SPDX-License-Identifier: Apache-2.0
#include "ui/clusters/TokensSheet.h"

#include "ui/clusters/TokenRowDelegate.h"
#include "ui/clusters/TokenSheet.h"
#include "ui/clusters/TokenText.h"
#include "ui/clusters/TokensModel.h"
#include "ui/kit/EmptyState.h"
#include "ui/kit/ErrorText.h"
#include "ui/kit/FocusRing.h"
#include "ui/kit/Note.h"
#include "ui/kit/PlainLabel.h"
#include "ui/kit/QuestionDialog.h"
#include "ui/kit/RoundedFrame.h"
#include "ui/kit/SegmentedControl.h"
#include "ui/kit/Theme.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QStackedLayout>
#include <QTableView>
#include <QVBoxLayout>

#include <utility>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr int kWidth = 980;
constexpr int kTableHeight = 360;

} // namespace

TokensSheet::TokensSheet(const QString &title, Cluster *cluster, const std::function<Timestamp()> &now, QWidget *parent)
    : Sheet(tr("Access tokens of %1").arg(title), kWidth, parent), m_cluster(cluster), m_now(now),
      m_model(new TokensModel(this)), m_filter(new TokenKindFilter(this))
{
    m_filter->setSourceModel(m_model);
    buildHead();
    buildTable();
    m_error = new InlineError(this);
    body()->addWidget(m_error);
    m_revoke = addButton(tr("Revoke…"), ButtonKind::Danger);
    Button *close = addButton(tr("Close"), ButtonKind::Secondary);
    connect(m_revoke, &QPushButton::clicked, this, &TokensSheet::askRevoke);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    for (const auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(m_filter, signal, this, &TokensSheet::showState);
    connect(m_filter, &QAbstractItemModel::modelReset, this, &TokensSheet::showState);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &TokensSheet::showState);
    read();
    showState();
}

void TokensSheet::buildHead()
{
    auto *intro = new PlainLabel(tr("Whoever shows one of these is let in. Keys that are read from files of the control plane "
                                    "itself are not listed."),
                                 Type::Body, &Tokens::text2, this);
    intro->setWraps(true);
    body()->addWidget(intro);
    auto *row = new QHBoxLayout;
    row->setSpacing(scaled(8));
    auto *kinds = new SegmentedControl(tr("Show"), this);
    for (const QString &part : {tr("All"), tr("Access"), tr("Join"), tr("Nodes")})
        kinds->addPart({}, part);
    connect(kinds, &SegmentedControl::currentChanged, this, [this](int part) {
        m_filter->setKind(part == 0 ? std::nullopt : std::optional(static_cast<TokenKind>(part - 1)));
        showState();
    });
    m_join = new Button("plus"_L1, tr("Join token…"), ButtonKind::Secondary, this);
    m_access = new Button("plus"_L1, tr("Access token…"), ButtonKind::Primary, this);
    row->addWidget(kinds);
    row->addStretch(1);
    for (Button *button : {m_join, m_access}) {
        button->setAutoDefault(false);
        row->addWidget(button);
    }
    m_join->setAccessibleName(tr("Create a join token"));
    m_access->setAccessibleName(tr("Create an access token"));
    connect(m_join, &QPushButton::clicked, this, [this] { openForm(TokenKind::Join); });
    connect(m_access, &QPushButton::clicked, this, [this] { openForm(TokenKind::Access); });
    body()->addLayout(row);
}

void TokensSheet::buildTable()
{
    m_table = new QTableView(this);
    m_table->setModel(m_filter);
    m_table->setItemDelegate(new TokenRowDelegate(m_table));
    m_table->setAccessibleName(tr("Tokens"));
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->setTabKeyNavigation(false);
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setMouseTracking(true);
    m_table->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_table->verticalHeader()->setDefaultSectionSize(scaled(32));
    QHeaderView *head = m_table->horizontalHeader();
    head->setFixedHeight(scaled(32));
    head->setHighlightSections(false);
    head->setSectionsClickable(false);
    head->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    constexpr int kWidths[] = {160, 128, 172, 148, 112, 200};
    for (int column = 0; column < TokensModel::ColumnCount; ++column)
        head->resizeSection(column, scaled(kWidths[column]));
    head->setSectionResizeMode(TokensModel::MadeColumn, QHeaderView::Stretch);
    setFocusRadius(m_table, kNoFocusRing);
    m_table->installEventFilter(this);
    auto *room = new QWidget(this);
    room->setFixedHeight(scaled(kTableHeight));
    m_stack = new QStackedLayout(room);
    m_stack->addWidget(new RoundedFrame(m_table, 10, &Tokens::raised, room));
    m_nothing = new EmptyState("key"_L1, tr("No tokens"), {}, room);
    m_stack->addWidget(m_nothing);
    body()->addWidget(room);
}

bool TokensSheet::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_table && event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        if (key->key() == Qt::Key_Delete) {
            askRevoke();
            return true;
        }
    }
    return Sheet::eventFilter(watched, event);
}

void TokensSheet::read()
{
    if (!m_cluster)
        return;
    whenDone(this, m_cluster->tokens(), [this](const Result<QList<TokenFacts>> &tokens) { take(tokens); });
}

void TokensSheet::take(const Result<QList<TokenFacts>> &tokens)
{
    m_hasRead = true;
    m_denied = tokens ? QString() : errorLine(tokens.error());
    if (tokens) {
        const TokenFacts *before = current();
        const TokenId kept = before ? before->id : TokenId();
        m_error->clear();
        m_model->setNow(m_now());
        m_model->setTokens(*tokens);
        for (int row = 0; row < m_filter->rowCount(); ++row) {
            if (m_model->at(m_filter->mapToSource(m_filter->index(row, 0)).row()).id == kept)
                m_table->selectRow(row);
        }
    } else {
        m_error->show(tokens.error());
    }
    showState();
}

void TokensSheet::look()
{
    m_model->setNow(m_now());
    if (std::exchange(m_isStale, false))
        read();
}

void TokensSheet::setRefusal(const QString &reason)
{
    m_refusal = reason;
    showState();
}

const TokenFacts *TokensSheet::current() const
{
    const QModelIndex index = m_table->currentIndex();
    return index.isValid() ? &m_model->at(m_filter->mapToSource(index).row()) : nullptr;
}

void TokensSheet::showState()
{
    const QString off = m_refusal.isEmpty() ? m_denied : m_refusal;
    m_access->setRefusal(off);
    m_join->setRefusal(off);
    const TokenFacts *token = current();
    QString revoke = off;
    if (revoke.isEmpty() && !token)
        revoke = tr("Choose a token in the list.");
    else if (revoke.isEmpty() && hasEnded(*token, m_now()))
        revoke = tr("It opens nothing any more.");
    m_revoke->setRefusal(revoke);
    m_stack->setCurrentIndex(m_filter->rowCount() > 0 ? 0 : 1);
    m_nothing->setTitle(!m_hasRead ? tr("Asking…") : m_denied.isEmpty() ? tr("No tokens") : tr("The tokens cannot be shown"));
    m_nothing->setText(m_hasRead && m_denied.isEmpty() ? tr("Nobody holds one of this kind.") : QString());
}

void TokensSheet::openForm(TokenKind kind)
{
    auto *sheet = new TokenSheet(kind, m_cluster, this);
    sheet->setAttribute(Qt::WA_DeleteOnClose);
    connect(sheet, &TokenSheet::made, this, &TokensSheet::read);
    sheet->open();
}

void TokensSheet::askRevoke()
{
    const TokenFacts *chosen = current();
    if (!chosen || !m_revoke->isEnabled())
        return;
    const TokenFacts token = *chosen;
    auto *question = new QuestionDialog(tr("Revoke %1").arg(tokenName(token)), "trash"_L1, ButtonKind::Danger, this);
    question->setAttribute(Qt::WA_DeleteOnClose);
    question->name(u"%1, %2"_s.arg(tokenKindTitle(token.kind), tokenRight(token)));
    question->say(revocationText(token));
    connect(question, &QDialog::accepted, this, [this, token] { revoke(token); });
    question->open();
}

void TokensSheet::revoke(const TokenFacts &token)
{
    if (!m_cluster)
        return;
    setFooterText(tr("Revoking %1…").arg(tokenName(token)));
    whenDone(this, m_cluster->revokeToken(token.id), [this, token](const Result<void> &done) {
        setFooterText(done ? tr("%1 is revoked.").arg(tokenName(token)) : QString());
        if (!done)
            m_error->show(done.error());
        else
            read();
    });
}

} // namespace muster
