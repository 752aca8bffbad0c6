// SPDX-License-Identifier: Apache-2.0
#include "core/domain/VersionMajority.h"

#include <QSet>
#include <QTest>

#include <random>

using namespace muster;
using namespace Qt::StringLiterals;

class tst_VersionMajority : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void halfIsNoMajority()
    {
        VersionMajority majority;
        majority.add(u"1"_s);
        majority.add(u"2"_s);

        QVERIFY(majority.version().isEmpty());
    }

    void unknownVersionsDoNotCount()
    {
        VersionMajority majority;
        majority.add({});
        majority.add({});
        majority.add(u"1"_s);

        QCOMPARE(majority.version(), u"1"_s);
        majority.remove({});
        QCOMPARE(majority.version(), u"1"_s);
    }

    void removingWhatWasNotAddedDoesNothing()
    {
        VersionMajority majority;
        majority.add(u"1"_s);
        majority.remove(u"2"_s);

        QCOMPARE(majority.version(), u"1"_s);
    }

    void agreesWithCountingFromScratch()
    {
        std::mt19937 random(7);
        VersionMajority majority;
        QStringList nodes;
        for (int step = 0; step < 1200; ++step) {
            if (nodes.isEmpty() || random() % 5 < 3) {
                // Now one version rules, now another.
                const int version = random() % 4 == 0 ? static_cast<int>(random() % 4) : step / 200;
                nodes << QString::number(version);
                majority.add(nodes.last());
            } else {
                majority.remove(nodes.takeAt(static_cast<qsizetype>(random() % static_cast<size_t>(nodes.size()))));
            }
            QString expected;
            for (const QString &version : QSet<QString>(nodes.begin(), nodes.end())) {
                if (nodes.count(version) * 2 > nodes.size())
                    expected = version;
            }
            QCOMPARE(majority.version(), expected);
        }
    }
};

QTEST_GUILESS_MAIN(tst_VersionMajority)
#include "tst_VersionMajority.moc"
