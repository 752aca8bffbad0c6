// SPDX-License-Identifier: Apache-2.0
// Nothing on a card overlaps or leaves it, whatever its texts and size; and the nominal card has the drawn measures.

#include "ui/kit/Theme.h"
#include "ui/nodes/NodeCardLayout.h"

#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

namespace {

NodeCardContent sample()
{
    NodeCardContent card;
    card.name = u"mac-mini-office"_s;
    card.isOwner = true;
    card.role = u"worker"_s;
    card.isChip = true;
    card.statusText = u"Unknown (was draining 3/5)"_s;
    card.note = u"memory 96 %, 3 beats"_s;
    card.age = u"beat 14 m"_s;
    card.cpu = {u"CPU"_s, u"100 %"_s, {}, true};
    card.memory = {u"Memory"_s, u"96 %"_s, {}, true};
    card.text = u"Install runtime exited 100: no package for windows/arm64."_s;
    card.progressText = u"3 of 5 jobs left"_s;
    card.progressNote = u"oldest 11 m, crm-sync"_s;
    card.counts = u"4 agents · 2 jobs"_s;
    card.chips = {u"browser"_s, u"voice"_s, u"cuda-12"_s, u"docker"_s};
    card.isCordoned = true;
    card.version = u"v0.5.324"_s;
    card.isOlder = true;
    return card;
}

// Every text \a share longer, as translations are.
NodeCardContent longer(NodeCardContent card, double share)
{
    for (QString *text : {&card.name, &card.role, &card.statusText, &card.note, &card.age, &card.cpu.label,
                          &card.memory.label, &card.text, &card.progressText, &card.progressNote, &card.counts, &card.version})
        *text += QString(qRound(static_cast<double>(text->size()) * share), u'n');
    for (QString &chip : card.chips)
        chip += QString(qRound(static_cast<double>(chip.size()) * share), u'n');
    return card;
}

QList<QRectF> rectsOf(const NodeCardLayout &l)
{
    QList<QRectF> rects{l.shape, l.name, l.star, l.role, l.menu, l.status, l.note, l.age, l.cpuLabel, l.cpuValue,
                        l.cpuLine, l.memoryLabel, l.memoryValue, l.memoryLine, l.text, l.progressText, l.progressNote,
                        l.progress, l.counts, l.version, l.older};
    rects += l.chips;
    rects.removeIf([](const QRectF &rect) { return rect.isEmpty(); });
    return rects;
}

} // namespace

class tst_NodeCardLayout : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nominalCardHasTheDrawnMeasures();
    void nothingOverlaps_data();
    void nothingOverlaps();
    void rightToLeftIsTheMirror();
    void chipsThatDoNotFitAreLeftOut();
    void dotsAreWhereTheyAreDrawn();
};

void tst_NodeCardLayout::nominalCardHasTheDrawnMeasures()
{
    const NodeCardLayout layout = NodeCardLayout::of(sample(), QRectF(0, 0, 280, 148), Qt::LeftToRight);

    QCOMPARE(NodeCardLayout::cardHeight(), 148);
    QCOMPARE(layout.shape, QRectF(16, 14, 16, 16));
    QCOMPARE(layout.name.left(), 40.0);
    QCOMPARE(layout.status.topLeft(), QPointF(16, 35));
    QCOMPARE(layout.cpuLabel.top(), 60.0);
    QCOMPARE(layout.cpuLine, QRectF(16, 76, 118, 20));
    QCOMPARE(layout.memoryLine.left(), 16 + 118 + 16.0);
    QCOMPARE(layout.counts.top(), 104.0);
    QCOMPARE(layout.chips.first().topLeft(), QPointF(16, 125));
    QCOMPARE(layout.chips.first().height(), 18.0);
}

void tst_NodeCardLayout::nothingOverlaps_data()
{
    QTest::addColumn<double>("longerBy");
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("middle");
    for (const double more : {0.0, 0.4, 3.0}) {
        for (const int width : {264, 291, 520}) {
            for (const int middle : {0, 1, 2})
                QTest::addRow("+%d %%, %d px, %d", qRound(more * 100), width, middle) << more << width << middle;
        }
    }
}

void tst_NodeCardLayout::nothingOverlaps()
{
    QFETCH(const double, longerBy);
    QFETCH(const int, width);
    QFETCH(const int, middle);
    NodeCardContent content = longer(sample(), longerBy);
    content.middle = static_cast<NodeCardContent::Middle>(middle);
    const QRectF card(100, 50, width, 148);

    const QList<QRectF> rects = rectsOf(NodeCardLayout::of(content, card, Qt::LeftToRight));

    for (qsizetype i = 0; i < rects.size(); ++i) {
        QVERIFY2(card.contains(rects[i]), qPrintable(u"%1 leaves the card"_s.arg(i)));
        for (qsizetype j = i + 1; j < rects.size(); ++j)
            QVERIFY2(!rects[i].intersects(rects[j]), qPrintable(u"%1 and %2"_s.arg(i).arg(j)));
    }
}

void tst_NodeCardLayout::rightToLeftIsTheMirror()
{
    const QRectF card(10, 0, 280, 148);
    const QList<QRectF> left = rectsOf(NodeCardLayout::of(sample(), card, Qt::LeftToRight));
    const QList<QRectF> right = rectsOf(NodeCardLayout::of(sample(), card, Qt::RightToLeft));

    QCOMPARE(left.size(), right.size());
    for (qsizetype i = 0; i < left.size(); ++i)
        QCOMPARE(right[i].left() - card.left(), card.right() - left[i].right());
}

void tst_NodeCardLayout::chipsThatDoNotFitAreLeftOut()
{
    NodeCardContent content = sample();
    content.isCordoned = false;
    content.chips = {QString(80, u'x'), u"voice"_s};
    QVERIFY(NodeCardLayout::of(content, QRectF(0, 0, 280, 148), Qt::LeftToRight).chips.isEmpty());
}

void tst_NodeCardLayout::dotsAreWhereTheyAreDrawn()
{
    const QRectF card(0, 0, 280, 148);
    for (const auto direction : {Qt::LeftToRight, Qt::RightToLeft})
        QCOMPARE(NodeCardLayout::menuOf(card, direction), NodeCardLayout::of(sample(), card, direction).menu);
}

QTEST_MAIN(tst_NodeCardLayout)
#include "tst_NodeCardLayout.moc"
