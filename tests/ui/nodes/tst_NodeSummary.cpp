// SPDX-License-Identifier: Apache-2.0
// The notes of the drawer have room for all their words, also those that come while it is open.
#include "ui/nodes/NodeSummary.h"

#include "core/mirror/HistoryRing.h"
#include "core/mirror/ShownStatus.h"
#include "ui/kit/Note.h"

#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

class tst_NodeSummary final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
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
