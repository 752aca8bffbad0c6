// SPDX-License-Identifier: Apache-2.0
#include "core/base/Secret.h"

#include <QFile>
#include <QFileInfo>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

class tst_Secret : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void matchesOnlyItself()
    {
        const Secret secret("correct horse");

        QVERIFY(secret.matches("correct horse"));
        for (const QByteArray &other : {QByteArray("correct horsf"), QByteArray("Correct horse"), QByteArray("correct hors"),
                                        QByteArray("correct horsecorrect horse"), QByteArray()})
            QVERIFY2(!secret.matches(other), other.constData());
    }

    void nothingMatchesTheEmptyOne()
    {
        QVERIFY(!Secret().matches(QByteArray()));
        QVERIFY(!Secret().matches("x"));
        QVERIFY(Secret().isEmpty());
    }

    void copiesAndMovesKeepTheBytes()
    {
        Secret first("abc");
        Secret copy(first);
        Secret moved(std::move(first));
        Secret assigned;
        assigned = copy;
        copy = Secret("other");

        QVERIFY(moved.matches("abc"));
        QVERIFY(assigned.matches("abc"));
        QVERIFY(copy.matches("other"));
        assigned = *&assigned;
        QVERIFY(assigned.matches("abc"));
    }

    void bytesGivenInAreNotWipedForTheirOwner()
    {
        const QByteArray mine("still mine");
        {
            const Secret secret(mine);
        }
        QCOMPARE(mine, QByteArray("still mine"));
    }

    void randomOnesDifferAndAreSafeInAUrl()
    {
        QSet<QByteArray> seen;
        for (int i = 0; i < 200; ++i) {
            const QByteArray text = Secret::random(32).reveal();
            QCOMPARE(text.size(), 43);
            QVERIFY(!text.contains('+') && !text.contains('/') && !text.contains('='));
            seen << text;
        }
        QCOMPARE(seen.size(), 200);
    }

    void fileIsPrivateAndComesBack()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(u"admin.token"_s);
        const Secret secret = Secret::random(32);

        QVERIFY(secret.toFile(path).has_value());

        constexpr auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
        QVERIFY((QFileInfo(path).permissions() & others) == 0);
        QVERIFY(Secret::fromFile(path).value().matches(secret.reveal()));
    }

    void fileThatOthersCanReadIsRefused()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(u"open.token"_s);
        QVERIFY(Secret("abc").toFile(path).has_value());
        QVERIFY(QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup));

        const auto read = Secret::fromFile(path);

        QVERIFY(!read);
        QCOMPARE(read.error().kind, ErrorKind::Invalid);
        QVERIFY(!read.error().text().contains(u"abc"_s));
    }

    void missingAndEmptyFilesAreRefused()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(u"empty.token"_s);
        QVERIFY(Secret("  ").toFile(path).has_value());

        QVERIFY(!Secret::fromFile(path));
        QVERIFY(!Secret::fromFile(folder.filePath(u"none"_s)));
        QVERIFY(!Secret("x").toFile(folder.filePath(u"no/such/folder"_s)));
    }
};

QTEST_GUILESS_MAIN(tst_Secret)
#include "tst_Secret.moc"
