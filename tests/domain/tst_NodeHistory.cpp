// SPDX-License-Identifier: Apache-2.0
#include "core/domain/NodeHistory.h"

#include <QTest>

using namespace muster;

namespace {

int at(const QByteArray &ring, qsizetype i)
{
    return static_cast<quint8>(ring.at(i));
}

} // namespace

class tst_NodeHistory : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sharesBecomePercent()
    {
        NodeHistory history;
        history.addLoad({0.456, {}, 1, 3, {}});

        QCOMPARE(at(history.cpu, 0), 46);
        QCOMPARE(at(history.memory, 0), 33);
    }

    void unknownIsAGapNotZero()
    {
        NodeHistory history;
        history.addLoad({0.0, {}, 5, {}, {}});
        history.addGap();

        QCOMPARE(at(history.cpu, 0), 0);
        QCOMPARE(at(history.memory, 0), int(NodeHistory::kGap));
        QCOMPARE(at(history.cpu, 1), int(NodeHistory::kGap));
    }

    void nonsenseIsClamped()
    {
        NodeHistory history;
        history.addLoad({7.0, {}, 300, 100, {}});

        QCOMPARE(at(history.cpu, 0), 100);
        QCOMPARE(at(history.memory, 0), 100);
    }

    void ringsKeepTheNewest()
    {
        NodeHistory history;
        for (int i = 0; i < 250; ++i) {
            history.addLoad({(i % 100) / 100.0, {}, {}, {}, {}});
            history.addBeat(i == 249 ? BeatMark::Missed : BeatMark::OnTime);
        }

        QCOMPARE(history.cpu.size(), limits::kHistorySamples);
        QCOMPARE(history.memory.size(), limits::kHistorySamples);
        QCOMPARE(history.beats.size(), limits::kHistoryBeats);
        QCOMPARE(at(history.cpu, limits::kHistorySamples - 1), 49);
        QCOMPARE(at(history.beats, limits::kHistoryBeats - 1), int(BeatMark::Missed));
    }
};

QTEST_GUILESS_MAIN(tst_NodeHistory)
#include "tst_NodeHistory.moc"
