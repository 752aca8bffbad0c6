// SPDX-License-Identifier: Apache-2.0
// A sign-in that the command line names by file is read with care.

#include "app/shared/LoginFile.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

class tst_LoginFile final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsTwoLinesOrThree()
    {
        const Result<Credentials> two = readLoginFile(written("kim@example.org\nwith a blank \n"));
        QVERIFY(two);
        QCOMPARE(two->user, u"kim@example.org"_s);
        QCOMPARE(two->password.reveal(), QByteArray("with a blank "));
        QVERIFY(two->tenant.isEmpty());

        const Result<Credentials> three = readLoginFile(written("kim@example.org\r\npw\r\nacme\r\n"));
        QVERIFY(three);
        QCOMPARE(three->password.reveal(), QByteArray("pw"));
        QCOMPARE(three->tenant, u"acme"_s);
    }

    void refusesWhatIsShortOrOpenToOthers()
    {
        QVERIFY(!readLoginFile(written("kim@example.org\n")));
        QVERIFY(!readLoginFile(m_folder.filePath(u"none"_s)));
        const QString open = written("kim@example.org\npw\n");
        QVERIFY(QFile::setPermissions(open, QFile::ReadOwner | QFile::ReadOther));
        const Result<Credentials> read = readLoginFile(open);
        QVERIFY(!read);
        QVERIFY(read.error().what.contains(u"chmod 600"_s));
        QVERIFY(!read.error().text().contains(u"pw"_s));
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

QTEST_GUILESS_MAIN(tst_LoginFile)
#include "tst_LoginFile.moc"
