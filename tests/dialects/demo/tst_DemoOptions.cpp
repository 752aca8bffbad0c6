// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/demo/DemoDialect.h"
#include "core/dialects/demo/DemoOptions.h"
#include "tests/support/Outcome.h"

#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

class tst_DemoOptions : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyScenarioHasItsWord()
    {
        for (const QString &word : demoScenarioWords()) {
            const auto options = DemoOptions::fromUrl(QUrl(u"demo:?scenario=%1"_s.arg(word)));
            QVERIFY_RESULT(options);
            QCOMPARE(demoScenarioWords().at(static_cast<int>(options->scenario)), word);
        }
    }

    void badOnesBlameTheirField_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<QString>("field");
        QTest::newRow("seed with letters") << u"demo:?seed=x"_s << u"seed"_s;
        QTest::newRow("negative seed") << u"demo:?seed=-1"_s << u"seed"_s;
        QTest::newRow("seed too large") << u"demo:?seed=4294967296"_s << u"seed"_s;
        QTest::newRow("unknown scenario") << u"demo:?scenario=war"_s << u"scenario"_s;
    }

    void badOnesBlameTheirField()
    {
        QFETCH(QString, url);
        QFETCH(QString, field);
        const DemoDialect dialect;
        const ClusterAddress address{u"demo"_s, QUrl(url)};

        QCOMPARE(DemoOptions::fromUrl(address.url).error().field, field);
        QCOMPARE(outcomeOf(dialect.probe(address, {}, this)).error().field, field);
    }

    void probeKnowsADemo()
    {
        const DemoDialect dialect;
        QVERIFY_RESULT(outcomeOf(dialect.probe({u"demo"_s, QUrl(u"demo:?seed=3"_s)}, {}, this)));
        const auto other = outcomeOf(dialect.probe({u"demo"_s, QUrl(u"http://127.0.0.1:1"_s)}, {}, this));
        QCOMPARE(other.error().kind, ErrorKind::Protocol);
        QVERIFY(!dialect.routes());
    }
};

QTEST_GUILESS_MAIN(tst_DemoOptions)
#include "tst_DemoOptions.moc"
