// SPDX-License-Identifier: Apache-2.0
#include "core/mirror/NameOrder.h"

#include <QStringList>
#include <QTest>

#include <algorithm>
#include <random>

using namespace muster;
using namespace Qt::StringLiterals;

class tst_NameOrder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsLikeAPerson()
    {
        const QStringList order{u"A1"_s, u"a2"_s, u"a10"_s, u"a10b"_s, u"B"_s, u"b-1"_s, u"vps-02"_s, u"VPS-3"_s, u"ö"_s};
        for (qsizetype i = 1; i < order.size(); ++i) {
            QVERIFY2(compareNames(order[i - 1], order[i]) < 0, qPrintable(order[i]));
            QVERIFY(compareNames(order[i], order[i - 1]) > 0);
        }
        QCOMPARE(compareNames(u"Node-007", u"node-7"), 0);
        QVERIFY(compareNames(u"0.5.318", u"0.5.324") < 0);
        QVERIFY(compareNames(u"0.9.0", u"0.10.0") < 0);
    }

    void ranksFollowComingsGoingsAndNewNames()
    {
        std::vector<QString> names(300);
        std::vector<bool> isThere(names.size());
        NameOrder order;
        const auto nameOf = [&names](int slot) { return QStringView(names[static_cast<size_t>(slot)]); };
        std::mt19937 random(7);
        for (int round = 0; round < 400; ++round) {
            for (int i = 0; i < 5; ++i) {
                const int slot = static_cast<int>(random() % names.size());
                const auto at = static_cast<size_t>(slot);
                if (isThere[at] && random() % 3 == 0) {
                    order.remove(slot);
                    isThere[at] = false;
                } else {
                    names[at] = u"n%1"_s.arg(random() % 500);
                    order.add(slot);
                    isThere[at] = true;
                }
            }
            order.update(nameOf);
            std::vector<int> known;
            for (size_t at = 0; at < names.size(); ++at) {
                if (isThere[at])
                    known.push_back(static_cast<int>(at));
            }
            std::ranges::sort(known, {}, [&order](int slot) { return order.rank(slot); });
            for (size_t i = 0; i < known.size(); ++i) {
                QCOMPARE(order.rank(known[i]), static_cast<int>(i));
                if (i > 0)
                    QVERIFY(compareNames(names[static_cast<size_t>(known[i - 1])], names[static_cast<size_t>(known[i])]) <= 0);
            }
        }
    }
};

QTEST_GUILESS_MAIN(tst_NameOrder)
#include "tst_NameOrder.moc"
