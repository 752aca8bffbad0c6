// SPDX-License-Identifier: Apache-2.0
#include "ui/clusters/SignInWays.h"

#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

class tst_SignInWays final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyKindHasItsWays()
    {
        QCOMPARE(signInWays(u"native"_s), QList{SignIn::Token});
        QCOMPARE(signInWays(u"agenticmail"_s), (QList{SignIn::ApiKey, SignIn::Password}));
        QCOMPARE(signInWays(u"cognipeer"_s), QList{SignIn::Password});
        QCOMPARE(signInWays(u"something"_s), QList{SignIn::Token});
        QVERIFY(takesTenant(u"cognipeer"_s) && !takesTenant(u"agenticmail"_s));
        QVERIFY(isForeign(u"agenticmail"_s) && !isForeign(u"native"_s));
        QCOMPARE(titleOf(SignIn::ApiKey), u"API key"_s);
    }
};

QTEST_GUILESS_MAIN(tst_SignInWays)
#include "tst_SignInWays.moc"
