// SPDX-License-Identifier: Apache-2.0
// The notes of the drawer have room for all their words, also those that come while it is open.
#include "ui/nodes/NodeSummary.h"

#include "core/mirror/HistoryRing.h"
#include "core/mirror/ShownStatus.h"
#include "tests/ui/nodes/StillCluster.h"
#include "ui/kit/Chip.h"
#include "ui/kit/Note.h"

#include <QLabel>
#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

class tst_NodeSummary final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void pinsAreListedWithTheirMode()
    {
        NodeSummary summary;
        FleetLine line;
        line.name = u"w1"_s;
        const Node node = nodeOf(line, ManualClock().now());
        const ShownStatus shown = shownStatus(node, {.link = LinkState::Live, .now = ManualClock().now(), .rules = LocalRules::Off, .majorityVersion = {}, .pollInterval = {}});
        const NodeHistory history;
        NodeSummarySubject subject{.node = node, .shown = shown, .history = history, .majority = {}, .now = ManualClock().now(), .asOf = {}};
        summary.resize(342, 900);
        summary.show(subject);
        const auto chips = [&summary] {
            QStringList texts;
            for (const Chip *chip : summary.findChildren<Chip *>())
                texts += chip->isVisibleTo(&summary) ? chip->text() : QString();
            texts.removeAll(QString());
            return texts;
        };
        QVERIFY(chips().isEmpty());
        subject.pins = {{.entity = {}, .name = u"billing-bot"_s, .mode = AssignmentMode::Strict, .waits = true, .runs = false},
                        {.entity = {}, .name = u"crm-sync"_s, .mode = AssignmentMode::Preferred, .waits = false, .runs = true}};
        summary.show(subject);

        QCOMPARE(chips(), (QStringList{u"strict"_s, u"preferred"_s}));
        QStringList words;
        for (const QLabel *label : summary.findChildren<QLabel *>())
            words += label->isVisibleTo(&summary) ? label->text() : QString();
        QVERIFY(words.contains(u"billing-bot"_s) && words.contains(u"waits"_s) && words.contains(u"running"_s));
    }
    void notesThatComeLaterHaveRoom()
    {
        NodeSummary summary;
        summary.resize(342, 700);
        summary.QWidget::show();
        QVERIFY(QTest::qWaitForWindowExposed(&summary));
        Node node;
        node.who.id = NodeId(u"vps-02"_s);
        node.who.name = u"vps-02"_s;
        node.lastBeatAt = Timestamp(1'800'000'000'000);
        ShownStatus shown;
        shown.status = NodeStatus::Degraded;
        shown.reasons = {{u"memory-high"_s, u"memory 96 % for 3 beats"_s}, {u"version-differs"_s, u"version 0.5.318"_s}};
        const NodeHistory history;
        summary.show({.node = node, .shown = shown, .history = history, .majority = u"0.5.324"_s, .now = {}, .asOf = {}});
        QTRY_COMPARE(notesIn(summary).size(), 2);
        QTRY_VERIFY(haveRoom(summary));

        shown.was = NodeStatus::Degraded;
        shown.status = NodeStatus::Unknown;
        summary.show({.node = node, .shown = shown, .history = history, .majority = u"0.5.324"_s, .now = {}, .asOf = {}});

        QTRY_COMPARE(notesIn(summary).size(), 3);
        QTRY_VERIFY(haveRoom(summary));
    }

private:
    static QList<Note *> notesIn(const NodeSummary &summary)
    {
        QList<Note *> notes;
        const QList<Note *> all = summary.findChildren<Note *>();
        for (Note *note : all) {
            if (note->isVisible())
                notes.append(note);
        }
        return notes;
    }
    static bool haveRoom(const NodeSummary &summary)
    {
        return std::ranges::all_of(notesIn(summary), [](const Note *note) { return note->height() >= note->heightForWidth(note->width()); });
    }
};

QTEST_MAIN(tst_NodeSummary)
#include "tst_NodeSummary.moc"
