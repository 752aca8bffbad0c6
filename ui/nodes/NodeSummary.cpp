// SPDX-License-Identifier: Apache-2.0
#include "ui/nodes/NodeSummary.h"

#include "ui/kit/BeatBar.h"
#include "ui/kit/ByteText.h"
#include "ui/kit/Note.h"
#include "ui/kit/Panel.h"
#include "ui/kit/PlainLabel.h"
#include "ui/kit/RelativeTime.h"
#include "ui/kit/Sparkline.h"
#include "ui/kit/StatusText.h"
#include "ui/kit/Theme.h"
#include "ui/nodes/NodeFacts.h"
#include "ui/nodes/ReasonText.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

QString nameOf(const Node &node)
{
    return node.who.name.isEmpty() ? node.who.id.text() : node.who.name;
}

// What stands in a note, one string each: tone, heading, text.
struct NoteWords {
    NodeStatus tone;
    QString heading;
    QString text;
    QString key() const { return QString::number(static_cast<int>(tone)) + heading + u'\n' + text; }
};

bool isEmptied(NodeStatus status)
{
    return status == NodeStatus::Draining || status == NodeStatus::Drained;
}

QList<NoteWords> notesOf(const NodeSummarySubject &subject)
{
    const Node &node = subject.node;
    const ShownStatus &shown = subject.shown;
    QList<NoteWords> notes;
    if (shown.status == NodeStatus::Unknown && shown.was) {
        const QString when = node.lastBeatAt ? clockText(*node.lastBeatAt) : unknownText();
        notes += {NodeStatus::Unknown, NodeSummary::tr("Our link is down, not necessarily the node."),
                  NodeSummary::tr("%1 was %2 at %3. Nothing has been heard since the link dropped.")
                      .arg(nameOf(node), statusWord(*shown.was).toLower(), when)};
    }
    // Somebody asked for a drain; what is wrong beside it is not its cause.
    const NodeStatus tone = isEmptied(shown.status) ? NodeStatus::Degraded : shown.status;
    for (const StatusReason &reason : shown.reasons)
        notes += {tone, reasonHeading(reason, node), reasonAdvice(reason, subject.majority)};
    if (shown.status == NodeStatus::Joining && shown.isLate)
        notes += {NodeStatus::Degraded, NodeSummary::tr("No heartbeat for too long"),
                  NodeSummary::tr("Does it run, and can it reach the control plane?")};
    return notes;
}

QHBoxLayout *headRow(QVBoxLayout *section, const QString &title, QWidget *parent)
{
    auto *row = new QHBoxLayout;
    row->setSpacing(scaled(6));
    row->addWidget(new PlainLabel(title, Type::SmallStrong, &Tokens::text2, parent));
    section->addLayout(row);
    return row;
}

} // namespace

NodeSummary::NodeSummary(QWidget *parent) : QScrollArea(parent)
{
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    // Always there, invisible while it has nothing to do: the content never jumps sideways.
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn);
    setAccessibleName(tr("Summary"));
    setFocusPolicy(Qt::StrongFocus);
    auto *content = new muster::Panel(&Tokens::surface, this); // QFrame has a Panel of its own.
    m_sections = new QVBoxLayout(content);
    m_sections->setContentsMargins(scaled(16), 0, scaled(16) - 10, scaled(12));
    m_sections->setSpacing(0);

    QVBoxLayout *why = addSection(&m_why);
    m_whyTitle = new PlainLabel(Type::SmallStrong, &Tokens::text2, m_why);
    why->addWidget(m_whyTitle);
    m_notes = new QVBoxLayout;
    m_notes->setSpacing(scaled(8));
    why->addLayout(m_notes);

    QVBoxLayout *load = addSection();
    QHBoxLayout *head = headRow(load, tr("Load"), content);
    m_loadSpan = new PlainLabel(Type::Small, &Tokens::text3, content);
    head->addWidget(m_loadSpan, 1);
    load->setSpacing(scaled(4));
    m_cpu = addLoadRow(load, tr("CPU"));
    m_memory = addLoadRow(load, tr("Memory"));

    QVBoxLayout *beat = addSection();
    head = headRow(beat, tr("Beat"), content);
    m_beatSpan = new PlainLabel(Type::Small, &Tokens::text3, content);
    m_beatSpan->setWraps(true);
    m_beatCounts = new PlainLabel(Type::Small, &Tokens::text2, content);
    head->addWidget(m_beatSpan, 1);
    head->addWidget(m_beatCounts);
    m_beats = new BeatBar(content);
    beat->addWidget(m_beats);

    QVBoxLayout *agents = addSection(&m_agents);
    head = headRow(agents, tr("Agents"), m_agents);
    m_agentCount = new PlainLabel(Type::Small, &Tokens::text3, m_agents);
    head->addWidget(m_agentCount, 1);
    m_agentRows = new QVBoxLayout;
    m_agentRows->setSpacing(0);
    agents->addLayout(m_agentRows);

    QVBoxLayout *pins = addSection(&m_pins);
    head = headRow(pins, tr("Pinned here"), m_pins);
    m_pinCount = new PlainLabel(Type::Small, &Tokens::text3, m_pins);
    head->addWidget(m_pinCount, 1);
    m_pinRows = new QVBoxLayout;
    m_pinRows->setSpacing(0);
    pins->addLayout(m_pinRows);

    m_facts = new NodeFacts(content);
    addSection()->addWidget(m_facts);
    m_sections->addStretch(1);
    setWidget(content);
}

QVBoxLayout *NodeSummary::addSection(QWidget **whole)
{
    auto *section = new QWidget(this);
    auto *layout = new QVBoxLayout(section);
    layout->setContentsMargins(0, scaled(12), 0, scaled(12));
    layout->setSpacing(scaled(8));
    m_sections->addWidget(section);
    // Each section but the last ends with a line; the facts come last and have none.
    if (whole || m_sections->count() < 10) {
        auto *line = new Hairline(Qt::Horizontal, section);
        line->setObjectName(u"line"_s);
        m_sections->addWidget(line);
        if (whole)
            line->setProperty("of", QVariant::fromValue<QObject *>(section));
    }
    if (whole)
        *whole = section;
    return layout;
}

NodeSummary::LoadRow NodeSummary::addLoadRow(QVBoxLayout *section, const QString &name)
{
    LoadRow made;
    auto *row = new QHBoxLayout;
    row->setSpacing(0);
    auto *label = new PlainLabel(name, Type::Body, &Tokens::text2, this);
    const QFontMetrics metrics(fontOf(Type::Body));
    label->setFixedWidth(std::max(scaled(68), scaled(8) + std::max(metrics.horizontalAdvance(tr("CPU")),
                                                                   metrics.horizontalAdvance(tr("Memory")))));
    made.line = new Sparkline(tr("%1, last minutes").arg(name), {scaled(200), scaled(28)}, this);
    made.value = new PlainLabel(Type::BodyStrong, &Tokens::text, this);
    made.value->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    made.value->setFixedWidth(scaled(56));
    row->addWidget(label);
    row->addWidget(made.line, 1);
    row->addWidget(made.value);
    auto *whole = new QWidget(this);
    whole->setLayout(row);
    row->setContentsMargins(0, 0, 0, 0);
    whole->setFixedHeight(scaled(32));
    section->addWidget(whole);
    return made;
}

void NodeSummary::show(const NodeSummarySubject &subject)
{
    showWhy(subject);
    showLoad(subject);
    showAgents(subject);
    showPins(subject);
    m_facts->show(subject.node, subject.now, subject.shown.isAsOf);
}

void NodeSummary::showWhy(const NodeSummarySubject &subject)
{
    const QList<NoteWords> notes = notesOf(subject);
    QStringList words;
    for (const NoteWords &note : notes)
        words += note.key();
    m_whyTitle->setText(isEmptied(subject.shown.status) ? tr("Beside the drain")
                                                        : tr("Why %1").arg(statusWord(subject.shown.status).toLower()));
    m_whyTitle->setVisible(!(subject.shown.status == NodeStatus::Unknown && subject.shown.was));
    m_why->setVisible(!notes.isEmpty());
    m_sections->itemAt(1)->widget()->setVisible(!notes.isEmpty());
    if (words == m_noteWords)
        return;
    m_noteWords = words;
    while (const auto item = std::unique_ptr<QLayoutItem>(m_notes->takeAt(0)))
        item->widget()->deleteLater();
    for (const NoteWords &note : notes)
        m_notes->addWidget(new Note(note.tone, note.heading, note.text, m_why));
}

void NodeSummary::showLoad(const NodeSummarySubject &subject)
{
    const Node &node = subject.node;
    const bool isOld = subject.shown.isAsOf || subject.shown.status == NodeStatus::Offline;
    const SparkTone tone = isOld ? SparkTone::LastKnown : SparkTone::Live;
    const milliseconds span = node.beatInterval * limits::kHistorySamples;
    if (subject.shown.isAsOf && subject.asOf)
        m_loadSpan->setText(tr("as of %1").arg(clockText(*subject.asOf)));
    else
        m_loadSpan->setText(span.count() > 0 ? tr("last %1").arg(longSpan(span)) : QString());
    const auto fill = [&](const LoadRow &row, const QByteArray &samples, const std::optional<double> &share) {
        row.line->setSamples(samples, tone);
        row.value->setText(percentText(share));
        const bool isHigh = share && *share > limits::kHighLoadShare;
        row.value->setColor(isOld ? &Tokens::text2 : isHigh ? &Tokens::high : &Tokens::text);
        row.value->setType(isOld ? Type::Body : Type::BodyStrong);
    };
    fill(m_cpu, subject.history.cpu, node.load.cpu);
    fill(m_memory, subject.history.memory, node.load.memoryShare());
    const QByteArray &beats = subject.history.beats;
    m_beatSpan->setText(node.beatInterval.count() > 0
                            ? tr("last %1, every %2").arg(limits::kHistoryBeats).arg(shortSpan(node.beatInterval))
                            : tr("last %1").arg(limits::kHistoryBeats));
    m_beatCounts->setText(beatSummary(beats));
    m_beats->setBeats(beats);
}

} // namespace muster
