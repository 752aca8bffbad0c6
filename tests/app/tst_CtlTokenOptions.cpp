// SPDX-License-Identifier: Apache-2.0
// What tokens create takes, and whom it blames.

#include "app/ctl/CtlTokenOptions.h"
#include "core/base/Limits.h"

#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

namespace {

Result<TokenRequest> read(const QString &line)
{
    const Result<CtlArguments> given = CtlArguments::parse(line.split(u' ', Qt::SkipEmptyParts));
    return given ? readTokenRequest(*given) : Result<TokenRequest>(given.error());
}

} // namespace

class tst_CtlTokenOptions final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anAccessTokenHasATier()
    {
        const auto request = read(u"--tier operator --name kim --ttl 30d"_s);
        QVERIFY(request);
        QCOMPARE(request->kind, TokenKind::Access);
        QCOMPARE(request->tier, Tier::Operator);
        QCOMPARE(request->name, u"kim"_s);
        QCOMPARE(request->life, milliseconds(30LL * 86'400'000));
    }

    void aJoinTokenHasARoleAndUses()
    {
        const auto usual = read(u"--join"_s);
        QVERIFY(usual);
        QCOMPARE(usual->kind, TokenKind::Join);
        QCOMPARE(usual->role, NodeRole::Worker);
        QCOMPARE(usual->uses, 1);
        QCOMPARE(usual->life, milliseconds(0)); // Of its kind.
        const auto all = read(u"--join --role worker --name build-7 --capabilities gpu,browser --ttl 90s --uses 20"_s);
        QVERIFY(all);
        QCOMPARE(all->role, NodeRole::Worker);
        QCOMPARE(all->name, u"build-7"_s);
        QCOMPARE(all->capabilities, (QStringList{u"gpu"_s, u"browser"_s}));
        QCOMPARE(all->life, milliseconds(90'000));
        QCOMPARE(all->uses, 20);
    }

    void livesAreShortWords_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<qint64>("seconds");
        QTest::newRow("seconds") << u"90s"_s << qint64(90);
        QTest::newRow("least") << u"60s"_s << qint64(60);
        QTest::newRow("minutes") << u"15m"_s << qint64(900);
        QTest::newRow("hours") << u"1h"_s << qint64(3600);
        QTest::newRow("days") << u"30d"_s << qint64(30 * 86'400);
        QTest::newRow("most") << u"366d"_s << qint64(366 * 86'400);
        for (const auto *wrong : {"", "1", "h", "59s", "0m", "-1h", "+1h", "1.5h", "1h30m", "1w", " 1h", "1h ", "1H", "367d",
                                  "999999999d", "99999999999999999999s", "1h\n", "١h"})
            QTest::addRow("wrong: %s", wrong) << QString::fromUtf8(wrong) << qint64(-1);
    }
    void livesAreShortWords()
    {
        QFETCH(QString, text);
        QFETCH(qint64, seconds);
        const Result<milliseconds> life = readLife(text);
        QCOMPARE(life.has_value(), seconds > 0);
        if (life)
            QCOMPARE(life->count(), seconds * 1000);
        else
            QVERIFY(life.error().field == "--ttl"_L1 && life.error().what.contains("--ttl"_L1));
    }

    void mistakesAreBlamed_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("field");
        QTest::newRow("neither") << u""_s << u"--tier"_s;
        QTest::newRow("tier") << u"--tier root"_s << u"--tier"_s;
        QTest::newRow("both") << u"--join --tier admin"_s << u"--tier"_s;
        QTest::newRow("uses of a person") << u"--tier viewer --uses 3"_s << u"--uses"_s;
        QTest::newRow("role of a person") << u"--tier viewer --role worker"_s << u"--role"_s;
        QTest::newRow("capabilities of a person") << u"--tier viewer --capabilities gpu"_s << u"--capabilities"_s;
        QTest::newRow("role") << u"--join --role king"_s << u"--role"_s;
        QTest::newRow("a role that cannot join") << u"--join --role main"_s << u"--role"_s;
        QTest::newRow("another") << u"--join --role all"_s << u"--role"_s;
        QTest::newRow("no uses") << u"--join --uses 0"_s << u"--uses"_s;
        QTest::newRow("too many uses") << u"--join --uses 1001"_s << u"--uses"_s;
        QTest::newRow("uses in words") << u"--join --uses many"_s << u"--uses"_s;
        QTest::newRow("name of a node") << u"--join --name ../x"_s << u"--name"_s;
        QTest::newRow("long name") << u"--tier viewer --name "_s + u"x"_s.repeated(81) << u"--name"_s;
        QTest::newRow("name that acts") << u"--tier viewer --name a\u202eb"_s << u"--name"_s;
        QTest::newRow("no capability") << u"--join --capabilities ,"_s << u"--capabilities"_s;
        QTest::newRow("life") << u"--join --ttl 10y"_s << u"--ttl"_s;
    }
    void mistakesAreBlamed()
    {
        QFETCH(QString, line);
        QFETCH(QString, field);
        const auto request = read(line);
        QVERIFY(!request);
        QCOMPARE(request.error().kind, ErrorKind::Invalid);
        QCOMPARE(request.error().field, field);
        QVERIFY2(request.error().what.contains(field), qPrintable(request.error().what));
    }
};

QTEST_GUILESS_MAIN(tst_CtlTokenOptions)
#include "tst_CtlTokenOptions.moc"
