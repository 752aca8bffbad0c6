// SPDX-License-Identifier: Apache-2.0
#include "ui/audit/AuditDetails.h"

#include "ui/audit/AuditDiffView.h"
#include "ui/audit/AuditText.h"
#include "ui/kit/Button.h"
#include "ui/kit/ByteText.h"
#include "ui/kit/Icons.h"
#include "ui/kit/Panel.h"
#include "ui/kit/PlainLabel.h"
#include "ui/kit/RelativeTime.h"
#include "ui/kit/RoundedFrame.h"
#include "ui/kit/StatusPalette.h"
#include "ui/kit/StatusText.h"
#include "ui/kit/Theme.h"

#include <QApplication>
#include <QClipboard>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollArea>
#include <QVBoxLayout>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr int kFactName = 76;

//! Sixteen letters a group: a hash is compared by eye.
QString hashText(const QByteArray &hash)
{
    const QString hex = QString::fromLatin1(hash.toHex());
    QStringList groups;
    for (qsizetype at = 0; at < hex.size(); at += 16)
        groups += hex.mid(at, 16);
    return groups.join(u' ');
}

} // namespace

AuditDetails::AuditDetails(QWidget *parent) : QWidget(parent)
{
    setAccessibleName(tr("Entry"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeHead());
    layout->addWidget(makeBody(), 1);
}

QWidget *AuditDetails::makeHead()
{
    auto *head = new Panel(&Tokens::surface, this);
    head->setHairlines(Qt::BottomEdge);
    auto *layout = new QVBoxLayout(head);
    layout->setContentsMargins(scaled(16), scaled(12), scaled(8), scaled(12));
    layout->setSpacing(scaled(4));
    auto *first = new QHBoxLayout;
    first->setSpacing(scaled(8));
    m_icon = new QLabel(head);
    m_title = new PlainLabel(Type::Title, &Tokens::text, head);
    auto *copy = new IconButton("copy"_L1, tr("Copy the entry"), head);
    auto *close = new IconButton("close"_L1, tr("Close"), head);
    close->setName(tr("Close"), tr("Esc"));
    first->addWidget(m_icon);
    first->addWidget(m_title, 1);
    for (IconButton *button : {copy, close}) {
        button->setIconPixels(18);
        first->addWidget(button);
    }
    layout->addLayout(first);
    auto *second = new QHBoxLayout;
    second->setSpacing(scaled(8));
    m_shape = new QLabel(head);
    m_outcome = new PlainLabel(Type::Small, &Tokens::text2, head);
    second->addWidget(m_shape);
    second->addWidget(m_outcome, 1);
    layout->addLayout(second);
    connect(copy, &QToolButton::clicked, this, [this] {
        if (m_entry)
            QApplication::clipboard()->setText(u"%1\t%2\t%3\t%4\t%5\t%6"_s.arg(
                m_entry->at.toIso8601(), m_entry->actor, m_entry->verb, m_entry->target, m_entry->source, m_entry->outcome));
    });
    connect(close, &QToolButton::clicked, this, &AuditDetails::closeRequested);
    return head;
}

QVBoxLayout *AuditDetails::addSection(QVBoxLayout *body, const QString &title, QWidget **whole)
{
    auto *section = new QWidget(this);
    auto *layout = new QVBoxLayout(section);
    layout->setContentsMargins(0, 0, 0, scaled(12));
    layout->setSpacing(scaled(8));
    if (body->count() > 0) // Of its own, so that both are hidden together.
        layout->addWidget(new Hairline(Qt::Horizontal, section));
    layout->addSpacing(scaled(4));
    if (!title.isEmpty())
        layout->addWidget(new PlainLabel(title, Type::SmallStrong, &Tokens::text2, section));
    body->addWidget(section);
    if (whole)
        *whole = section;
    return layout;
}

PlainLabel *AuditDetails::addFact(QVBoxLayout *facts, const QString &name, bool isMono)
{
    auto *row = new QHBoxLayout;
    row->setSpacing(scaled(8));
    auto *label = new PlainLabel(name, Type::Small, &Tokens::text3, this);
    label->setFixedWidth(scaled(kFactName));
    auto *value = new PlainLabel(isMono ? Type::MonoSmall : Type::Small, &Tokens::text, this);
    value->setWraps(true);
    value->setSelectable();
    value->setAccessibleName(name);
    row->addWidget(label, 0, Qt::AlignTop);
    row->addWidget(value, 1);
    facts->addLayout(row);
    return value;
}

QWidget *AuditDetails::makeBody()
{
    auto *scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    auto *inner = new Panel(&Tokens::surface, scroll);
    auto *body = new QVBoxLayout(inner);
    body->setContentsMargins(scaled(16), scaled(8), scaled(16), scaled(12));
    body->setSpacing(0);
    QVBoxLayout *change = addSection(body, tr("Before and after"));
    m_unchanged = new PlainLabel(Type::Small, &Tokens::text2, inner);
    m_unchanged->setWraps(true);
    m_diff = new AuditDiffView(inner);
    m_diffFrame = new RoundedFrame(m_diff, 6, &Tokens::surface, inner);
    change->addWidget(m_unchanged);
    change->addWidget(m_diffFrame);
    connect(m_diff, &AuditDiffView::heightChanged, this, &AuditDetails::fitDiff, Qt::QueuedConnection);
    QVBoxLayout *facts = addSection(body, {});
    m_actor = addFact(facts, tr("Actor"), false);
    m_source = addFact(facts, tr("From"), true);
    m_verb = addFact(facts, tr("Verb"), true);
    m_target = addFact(facts, tr("Target"), true);
    m_note = addFact(facts, tr("Note"), false);
    m_number = addFact(facts, tr("Entry"), true);
    m_hash = addFact(facts, tr("Hash"), true);
    QVBoxLayout *command = addSection(body, tr("As a command"), &m_command);
    auto *well = new Panel(&Tokens::sunken, inner);
    well->setFrame(6, &Tokens::sunken);
    auto *row = new QHBoxLayout(well);
    row->setContentsMargins(scaled(12), scaled(8), scaled(4), scaled(8));
    m_commandText = new PlainLabel(Type::MonoSmall, &Tokens::text, well);
    m_commandText->setWraps(true);
    m_commandText->setSelectable();
    auto *copy = new IconButton("copy"_L1, tr("Copy the command"), well);
    row->addWidget(m_commandText, 1);
    row->addWidget(copy, 0, Qt::AlignTop);
    command->addWidget(well);
    connect(copy, &QToolButton::clicked, this, [this] { QApplication::clipboard()->setText(m_commandText->text()); });
    body->addStretch(1);
    scroll->setWidget(inner);
    return scroll;
}

void AuditDetails::show(const AuditEntry &entry)
{
    if (m_entry == entry)
        return;
    m_entry = entry;
    fill();
}

void AuditDetails::fill()
{
    if (!m_entry)
        return;
    const AuditEntry &entry = *m_entry;
    QString title = auditVerbText(entry.verb);
    title[0] = title[0].toUpper();
    const qreal ratio = devicePixelRatioF();
    m_icon->setPixmap(iconPixmap(auditVerbIcon(entry.verb), scaled(20), tokens().text2, ratio));
    m_title->setText(u"%1 %2"_s.arg(title, auditTargetText(entry)));
    const AuditOutcome outcome = auditOutcome(entry);
    m_shape->setPixmap(iconPixmap(statusIcon(outcome.tone), scaled(16), statusColor(outcome.tone).fg, ratio));
    const QString how = outcome.details.isEmpty() ? outcome.word : u"%1 (%2)"_s.arg(outcome.word, outcome.details);
    m_outcome->setText(tr("%1, by %2, %3").arg(how, auditActorText(entry), dateText(entry.at)));
    const QList<DiffLine> lines = auditDiff(entry.before, entry.after);
    m_diff->show(lines);
    fitDiff();
    m_diffFrame->setVisible(!lines.isEmpty());
    m_unchanged->setVisible(lines.isEmpty());
    m_unchanged->setText(outcome.tone == NodeStatus::Online ? tr("It leaves no value behind that could be compared.")
                                                            : tr("Nothing was changed."));
    m_actor->setText(auditActorText(entry));
    m_source->setText(auditSourceText(entry));
    m_verb->setText(entry.verb);
    m_target->setText(entry.target);
    m_note->setText(entry.note.isEmpty() ? unknownText() : entry.note);
    m_number->setText(QString::number(entry.number));
    m_hash->setText(hashText(entry.hash));
    const QString command = outcome.tone == NodeStatus::Online ? auditCommand(entry) : QString();
    m_command->setVisible(!command.isEmpty());
    m_commandText->setText(commandLines(command));
    m_commandText->setAccessibleName(tr("Command: %1").arg(command));
}

void AuditDetails::fitDiff()
{
    m_diffFrame->setFixedHeight(m_diff->sizeHint().height() + 2);
}

void AuditDetails::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        Q_EMIT closeRequested();
    else
        QWidget::keyPressEvent(event);
}

void AuditDetails::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_commandText)
        fill(); // Icons are pictures in the colours of the theme.
}

void AuditDetails::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), tokens().surface);
    painter.fillRect(QRect(layoutDirection() == Qt::RightToLeft ? width() - 1 : 0, 0, 1, height()), tokens().border);
}

} // namespace muster
