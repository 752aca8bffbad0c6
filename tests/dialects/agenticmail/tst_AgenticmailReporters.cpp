// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/agenticmail/AgenticmailReporters.h"

#include "core/base/Limits.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace muster {

class tst_AgenticmailReporters : public QObject
{
    Q_OBJECT

    using Texts = QStringList;
    const NodeId m_id{u"mac"_s};
    const SteadyTime m_start{1h};

private Q_SLOTS:
    void processesAddUpInTheOrderTheyCame()
    {
        AgenticmailReporters reporters;
        QCOMPARE(reporters.merge(m_id, {u"b"_s}, {}, m_start), Texts{u"b"_s});
        QCOMPARE(reporters.merge(m_id, {u"a"_s}, {}, m_start), (Texts{u"b"_s, u"a"_s}));
        QCOMPARE(reporters.merge(m_id, {u"b"_s}, {}, m_start + 1s), (Texts{u"b"_s, u"a"_s}));
    }
    void whatIsNotReportedAgainGoes()
    {
        AgenticmailReporters reporters;
        (void)reporters.merge(m_id, {u"a"_s}, {}, m_start);
        (void)reporters.merge(m_id, {u"b"_s}, {}, m_start + 30s);
        QCOMPARE(reporters.merge(m_id, {u"b"_s}, {}, m_start + 89s), (Texts{u"a"_s, u"b"_s}));
        QCOMPARE(reporters.merge(m_id, {u"b"_s}, {}, m_start + 90s), Texts{u"b"_s});
    }
    void aReportReplacesThoseItShares()
    {
        AgenticmailReporters reporters;
        (void)reporters.merge(m_id, {u"a"_s, u"b"_s}, {}, m_start);
        (void)reporters.merge(m_id, {u"c"_s}, {}, m_start);
        QCOMPARE(reporters.merge(m_id, {u"b"_s, u"d"_s}, {}, m_start), (Texts{u"b"_s, u"d"_s, u"c"_s}));
        QCOMPARE(reporters.merge(m_id, {u"d"_s, u"c"_s}, {}, m_start), (Texts{u"d"_s, u"c"_s})); // Two become one.
    }
    void anEmptyReportEndsTheOnlyProcess()
    {
        AgenticmailReporters reporters;
        (void)reporters.merge(m_id, {u"a"_s}, {}, m_start);
        QCOMPARE(reporters.merge(m_id, {}, {}, m_start), Texts());
        (void)reporters.merge(m_id, {u"a"_s}, {}, m_start);
        (void)reporters.merge(m_id, {u"b"_s}, {}, m_start);
        QCOMPARE(reporters.merge(m_id, {}, {}, m_start), (Texts{u"a"_s, u"b"_s})); // Whose it was is not said.
    }
    void whatWasKnownBeforeWeStartedCountsAsHeard()
    {
        AgenticmailReporters reporters;
        QCOMPARE(reporters.merge(m_id, {u"b"_s}, {u"a"_s, u"b"_s}, m_start), (Texts{u"a"_s, u"b"_s}));
        QCOMPARE(reporters.merge(m_id, {u"b"_s}, {u"a"_s, u"b"_s}, m_start + 90s), Texts{u"b"_s});
    }
    void nodesAreApart()
    {
        AgenticmailReporters reporters;
        (void)reporters.merge(m_id, {u"a"_s}, {}, m_start);
        QCOMPARE(reporters.merge(NodeId(u"other"_s), {u"b"_s}, {}, m_start), Texts{u"b"_s});
        reporters.forget(m_id);
        QCOMPARE(reporters.merge(m_id, {u"c"_s}, {}, m_start), Texts{u"c"_s});
    }
    void theyAreBounded()
    {
        AgenticmailReporters reporters;
        QStringList all;
        for (int i = 0; i < 2 * limits::kNodeAgents; ++i)
            all = reporters.merge(m_id, {u"agent-%1"_s.arg(i)}, {}, m_start + milliseconds(i));
        QCOMPARE(all.size(), limits::kNodeAgents);
        QCOMPARE(all.constLast(), u"agent-%1"_s.arg(2 * limits::kNodeAgents - 1)); // Those heard last.
    }
};

} // namespace muster

QTEST_APPLESS_MAIN(muster::tst_AgenticmailReporters)
#include "tst_AgenticmailReporters.moc"
