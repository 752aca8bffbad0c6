// SPDX-License-Identifier: Apache-2.0
#include "core/domain/AccessToken.h"

#include <QTest>

using namespace Qt::StringLiterals;

namespace muster {

class tst_AccessToken : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void wordsAreReadBack()
    {
        for (const Tier tier : {Tier::Viewer, Tier::Operator, Tier::Admin})
            QCOMPARE(*tierOf(wordOf(tier), {}), tier);
        for (const TokenKind kind : {TokenKind::Access, TokenKind::Join, TokenKind::Credential})
            QCOMPARE(*tokenKindOf(wordOf(kind), {}), kind);
        QCOMPARE(tierOf(u"root"_s, u"--tier"_s).error().field, u"--tier"_s);
        QCOMPARE(tokenKindOf(u""_s, u"kind"_s).error().field, u"kind"_s);
    }

    void theIdStandsBeforeTheDot()
    {
        QCOMPARE(tokenIdOf("ab12cd.secret")->text(), u"ab12cd"_s);
        for (const auto &text : {"", "nodot", ".secret", "id.", "-x.secret", "a b.secret"})
            QVERIFY2(!tokenIdOf(text), text);
        QVERIFY(!tokenIdOf("ab." + QByteArray(300, 'x')));
    }
};

} // namespace muster

QTEST_GUILESS_MAIN(muster::tst_AccessToken)
#include "tst_AccessToken.moc"
