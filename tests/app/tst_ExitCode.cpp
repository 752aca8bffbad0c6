// SPDX-License-Identifier: Apache-2.0
#include "app/shared/ExitCode.h"

#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

class tst_ExitCode final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void eachKindEndsAsPromised_data()
    {
        QTest::addColumn<ErrorKind>("kind");
        QTest::addColumn<QString>("code");
        QTest::addColumn<int>("exitCode");
        QTest::newRow("wrong option") << ErrorKind::Invalid << QString() << 2;
        QTest::newRow("cannot") << ErrorKind::Unsupported << QString() << 2;
        QTest::newRow("no connection") << ErrorKind::Unreachable << QString() << 3;
        QTest::newRow("no answer") << ErrorKind::Timeout << QString() << 3;
        QTest::newRow("not let in") << ErrorKind::Refused << u"not-authenticated"_s << 4;
        QTest::newRow("another key") << ErrorKind::Protocol << u"tls-pin-differs"_s << 7;
        QTest::newRow("nobody vouches") << ErrorKind::Protocol << u"tls-not-trusted"_s << 7;
        QTest::newRow("another name") << ErrorKind::Protocol << u"tls-wrong-name"_s << 7;
        QTest::newRow("cut in the handshake") << ErrorKind::Protocol << u"tls-handshake"_s << 3;
        QTest::newRow("nonsense") << ErrorKind::Protocol << QString() << 3;
        QTest::newRow("asked too often") << ErrorKind::Busy << u"too-many-requests"_s << 3;
        QTest::newRow("not there") << ErrorKind::NotFound << QString() << 8;
        QTest::newRow("taken") << ErrorKind::Conflict << QString() << 9;
        QTest::newRow("disk") << ErrorKind::Storage << QString() << 1;
    }
    void eachKindEndsAsPromised()
    {
        QFETCH(ErrorKind, kind);
        QFETCH(QString, code);
        QFETCH(int, exitCode);

        QCOMPARE(int(exitCodeOf({.kind = kind, .where = {}, .what = {}, .code = code, .field = {}})), exitCode);
    }
};

QTEST_GUILESS_MAIN(tst_ExitCode)
#include "tst_ExitCode.moc"
