// SPDX-License-Identifier: Apache-2.0
#include "ui/assignments/ReviewPanel.h"

#include "ui/assignments/EntityWords.h"
#include "ui/kit/Button.h"
#include "ui/kit/ByteText.h"
#include "ui/kit/Field.h"
#include "ui/kit/Panel.h"
#include "ui/kit/PlainLabel.h"
#include "ui/kit/Theme.h"

#include <QApplication>
#include <QClipboard>
#include <QKeyEvent>
#include <QMenu>
#include <QScrollArea>
#include <QVBoxLayout>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr int kBlocksMost = 100; // Nobody reads further; what is behind is counted, and applied as well.
constexpr int kWorkAsked = 30;   // Questions to the cluster; the first ones are on the screen.
constexpr int kWorkCounted = 200;
constexpr int kNoteMost = 200;

} // namespace

ReviewPanel::ReviewPanel(EntitiesModel *entities, StagedPins *pins, QWidget *parent)
    : DrawerFrame(tr("Review of staged changes"), parent), m_entities(entities), m_pins(pins), m_scroll(makeScroll(tr("Staged changes")))
{
    setSubtitle(tr("Nothing is sent until you apply. Only these rows change."));
    body()->addWidget(m_scroll);
    makeFoot();
    m_rebuild.setSingleShot(true);
    m_rebuild.setInterval(0);
    connect(&m_rebuild, &QTimer::timeout, this, &ReviewPanel::rebuild);
    connect(m_pins, &StagedPins::changed, this, &ReviewPanel::readPins);
    connect(m_entities, &EntitiesModel::applied, this, &ReviewPanel::later);
    connect(m_entities, &EntitiesModel::linkChanged, this, &ReviewPanel::later);
}

void ReviewPanel::makeFoot()
{
    QWidget *foot = footPanel();
    QVBoxLayout *layout = this->foot();
    auto *label = new PlainLabel(tr("Note for the audit log"), Type::Small, &Tokens::text2, foot);
    m_note = new Field(tr("Note for the audit log"), foot);
    m_note->setMaxLength(kNoteMost);
    m_note->setPlaceholderText(tr("Why, in a few words"));
    label->setBuddy(m_note);
    layout->addWidget(label);
    layout->addWidget(m_note);
    m_why = new PlainLabel(Type::Small, &Tokens::text2, foot);
    m_why->setWraps(true);
    layout->addWidget(m_why);
    auto *row = new QHBoxLayout;
    row->setSpacing(scaled(8));
    auto *copy = new Button(tr("Copy as"), ButtonKind::Quiet, foot);
    copy->setOpensMenu(true);
    m_discard = new Button(tr("Discard"), ButtonKind::Secondary, foot);
    m_apply = new Button(tr("Apply"), ButtonKind::Primary, foot);
    for (Button *button : {m_discard, m_apply})
        button->setPadding(9);
    row->addWidget(copy);
    row->addStretch(1);
    row->addWidget(m_discard);
    row->addWidget(m_apply);
    layout->addLayout(row);
    auto *menu = new QMenu(this);
    menu->addAction(tr("Commands of musterctl"), this, [this] { QGuiApplication::clipboard()->setText(commands()); });
    connect(copy, &QPushButton::clicked, this,
            [copy, menu] { menu->popup(copy->mapToGlobal(QPoint(0, -menu->sizeHint().height() - 2))); });
    connect(m_discard, &QPushButton::clicked, m_pins, &StagedPins::discard);
    connect(m_apply, &QPushButton::clicked, this, &ReviewPanel::apply);
    connect(m_note, &QLineEdit::returnPressed, this, &ReviewPanel::apply);
}

void ReviewPanel::setRefusal(const QString &reason)
{
    if (reason == m_refusal)
        return;
    m_refusal = reason;
    later();
}

void ReviewPanel::readPins()
{
    later();
    if (m_pins->count() > 0)
        return;
    m_note->clear(); // It was about those that were staged.
    if (isVisible())
        Q_EMIT closeRequested(); // An empty review asks for nothing.
}

void ReviewPanel::later()
{
    if (isVisible())
        m_rebuild.start();
}

void ReviewPanel::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) // Icons keep the colours they were made in.
        later();
}

void ReviewPanel::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    m_work.clear(); // Of the last time.
    rebuild();
}

void ReviewPanel::rebuild()
{
    m_rebuild.stop();
    if (!isVisible())
        return; // Closed since; it looks anew when it is shown.
    const QList<StagedPin> pins = m_pins->all();
    // Of the application: that of the panel is what had it last.
    const bool hadFocus = m_scroll->isAncestorOf(QApplication::focusWidget());
    auto *content = new Panel(&Tokens::surface, m_scroll);
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(scaled(16), 0, scaled(16), scaled(12));
    column->setSpacing(0);
    const ClusterSession *session = m_entities->session();
    const PlacementWorld world = session ? placesOf(session->mirror()) : PlacementWorld{};
    const Timestamp now = session ? session->clusterNow() : Timestamp{};
    for (qsizetype i = 0; i < std::min<qsizetype>(pins.size(), kBlocksMost); ++i) {
        if (i > 0)
            column->addWidget(new Hairline(Qt::Horizontal, content));
        if (i < kWorkAsked)
            askWork(pins[i].entity);
        const auto work = m_work.constFind(pins[i].entity);
        auto *block = new ReviewBlock(*m_entities, pins[i], world, work == m_work.constEnd() ? nullptr : &*work, now, content);
        connect(block, &ReviewBlock::unstageRequested, m_pins, &StagedPins::unstage);
        connect(block, &ReviewBlock::useMineRequested, m_pins, &StagedPins::useMine);
        column->addWidget(block);
    }
    if (pins.size() > kBlocksMost) {
        column->addWidget(new PlainLabel(tr("and %1 more, which are applied as well").arg(countText(pins.size() - kBlocksMost)),
                                         Type::Small, &Tokens::text2, content));
    }
    column->addStretch(1);
    setContent(m_scroll, content);

    const int count = static_cast<int>(pins.size());
    const int conflicts = m_pins->conflicts();
    const int ready = count - conflicts;
    setTitle(count == 1 ? tr("Review 1 change") : tr("Review %1 changes").arg(countText(count)));
    m_apply->setText(ready == 1 ? tr("Apply 1 change") : tr("Apply %1 changes").arg(countText(ready)));
    QString refusal = m_refusal;
    if (refusal.isEmpty() && m_pins->isSending())
        refusal = tr("The changes are on their way.");
    else if (refusal.isEmpty() && ready == 0)
        refusal = count == 0 ? tr("Nothing is staged.") : tr("Decide first: keep theirs or use mine.");
    const bool hadApply = m_apply->hasFocus();
    if (hadApply && !refusal.isEmpty())
        m_note->setFocus(Qt::OtherFocusReason); // Else Qt moves it on, to Unstage, where the next key press would drop a change.
    m_apply->setRefusal(refusal);
    m_discard->setEnabled(count > 0 && !m_pins->isSending());
    const QString undecided = conflicts > 0 && ready > 0 ? tr("Changed meanwhile, and left out until you decide: %1.").arg(conflicts) : QString();
    m_why->setText(!refusal.isEmpty() && count > 0 ? refusal : undecided);
    m_why->setVisible(!m_why->text().isEmpty());
    if (hadFocus)
        focusFirst();
}

void ReviewPanel::focusFirst()
{
    if (auto *choice = m_scroll->findChild<Button *>(kFirstChoice)) {
        choice->setFocus(Qt::OtherFocusReason);
        return;
    }
    (m_apply->isEnabled() ? static_cast<QWidget *>(m_apply) : m_note)->setFocus(Qt::OtherFocusReason);
}

void ReviewPanel::apply()
{
    if (m_apply->isEnabled() && m_pins->count() > 0)
        m_pins->apply(m_note->text().trimmed());
}

QString ReviewPanel::commands() const
{
    QStringList lines;
    for (const StagedPin &pin : m_pins->all()) {
        const QString entity = shellWord(pin.entity.text());
        if (pin.node.isEmpty())
            lines.append(u"musterctl assignments clear "_s + entity);
        else
            lines.append(u"musterctl assignments set %1 %2 --mode %3"_s.arg(entity, shellWord(pin.node.text()), wordOf(pin.mode)));
    }
    return lines.join(u'\n');
}

void ReviewPanel::askWork(const EntityRef &entity)
{
    ClusterSession *session = m_entities->session();
    if (!session || !session->isLive() || !session->features().testFlag(Feature::Jobs) || m_work.contains(entity))
        return;
    m_work.insert(entity, {});
    const auto ask = [&](JobState state) {
        const JobQuery query{.state = state, .entity = entity, .most = kWorkCounted};
        whenDone(this, session->cluster().jobs(query), [this, entity, state](const Result<JobPage> &page) {
            const auto work = m_work.find(entity);
            if (!page || work == m_work.end() || page->jobs.isEmpty())
                return;
            if (state == JobState::Waiting) {
                work->waiting = static_cast<int>(page->jobs.size());
                work->isMore = page->hasMore;
            }
            for (const Job &job : page->jobs) {
                if (state == JobState::Active)
                    work->running.append(job.id.text());
            }
            later();
        });
    };
    ask(JobState::Active);
    ask(JobState::Waiting);
}

void ReviewPanel::keyPressEvent(QKeyEvent *event)
{
    const bool isEnter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (isEnter && event->modifiers() & Qt::ControlModifier)
        return apply();
    DrawerFrame::keyPressEvent(event);
}

} // namespace muster
