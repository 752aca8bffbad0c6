// SPDX-License-Identifier: Apache-2.0
// Secrets that the command line names by file are shown in the one way that was asked for.

#include "app/desktop/GivenCredentials.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

class tst_GivenCredentials final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theFileSaysHowWeSignIn()
    {
        DesktopOptions options;
        ClusterProfile profile;
        QVERIFY(readCredentials(options, &profile)->isEmpty());
        options.apiKeyFile = written("key-1\n");
        const Result<Credentials> key = readCredentials(options, &profile);
        QVERIFY(key);
        QCOMPARE(profile.signIn, SignIn::ApiKey);
        QCOMPARE(key->apiKey.reveal(), QByteArray("key-1"));
        options.apiKeyFile.clear();
        options.loginFile = written("kim@example.org\npw\nacme\n");
        const Result<Credentials> login = readCredentials(options, &profile);
        QVERIFY(login && login->hasSignIn());
        QCOMPARE(profile.signIn, SignIn::Password);
        QCOMPARE(profile.user, u"kim@example.org"_s);
        QCOMPARE(profile.tenant, u"acme"_s);
    }

private:
    QString written(const QByteArray &bytes)
    {
        const QString path = m_folder.filePath(u"file-%1"_s.arg(m_files++));
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size()
            || !file.setPermissions(QFile::ReadOwner | QFile::WriteOwner))
            return {};
        return path;
    }

    const QTemporaryDir m_folder;
    int m_files = 0;
};

QTEST_GUILESS_MAIN(tst_GivenCredentials)
#include "tst_GivenCredentials.moc"
