// SPDX-License-Identifier: Apache-2.0
#include "app/shared/CredentialFile.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

class tst_CredentialFile final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isReadBack()
    {
        const QTemporaryDir folder;
        QVERIFY(readCredential(folder.path()));
        QVERIFY(!*readCredential(folder.path()));
        const NodeCredential kept{QUrl(u"https://cp.example:3100"_s), u"w1"_s, u"ab12"_s, Secret("cd34.secret"),
                                  Timestamp{1'800'000'000'123}, TlsPin{QByteArray(32, '\xab')}};

        QVERIFY(writeCredential(folder.path(), kept));

        const auto found = readCredential(folder.path());
        QVERIFY(found && *found);
        QCOMPARE((*found)->url, kept.url);
        QCOMPARE((*found)->node, kept.node);
        QCOMPARE((*found)->joinToken, kept.joinToken);
        QVERIFY((*found)->secret.matches("cd34.secret"));
        QCOMPARE((*found)->issuedAt, kept.issuedAt);
        QCOMPARE((*found)->pin, kept.pin);
        QCOMPARE(QFile::permissions(folder.filePath(u"credential.json"_s)) & (QFile::ReadGroup | QFile::ReadOther),
                 QFile::Permissions());
    }

    void aSharedOrBrokenOneIsRefused()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(u"credential.json"_s);
        QVERIFY(writeCredential(folder.path(), {QUrl(u"https://h:1"_s), u"w1"_s, {}, Secret("a.b"), {}}));
        QVERIFY(QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner | QFile::ReadOther));
        QCOMPARE(readCredential(folder.path()).error().kind, ErrorKind::Invalid);

        QVERIFY(QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate) && file.write("{\"url\":3") > 0);
        file.close();
        QCOMPARE(readCredential(folder.path()).error().kind, ErrorKind::Invalid);
    }

    void aFolderThatCannotBeWrittenIsSaid()
    {
        QCOMPARE(writeCredential(u"/proc/nowhere"_s, {}).error().kind, ErrorKind::Storage);
    }
};

QTEST_GUILESS_MAIN(tst_CredentialFile)
#include "tst_CredentialFile.moc"
