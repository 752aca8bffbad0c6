// SPDX-License-Identifier: Apache-2.0
#include "core/store/SecretBox.h"

#include "tests/support/Outcome.h"

#include <QFile>
#include <QTemporaryDir>

using namespace muster;
using namespace Qt::StringLiterals;

class tst_SecretBox : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatIsSealedIsOpenedAgain()
    {
        const QTemporaryDir folder;
        const SecretBox box = *SecretBox::open(folder.path());
        for (const QByteArray &value : {"x"_ba, "s3cret"_ba, QByteArray("\x00\xff\n", 3), QByteArray(64 * 1024, 'x')}) {
            const QByteArray sealed = *box.seal(Secret(value), u"agent/hello KEY"_s);
            if (value.size() > 4)
                QVERIFY(!sealed.contains(value.first(4)));
            QVERIFY(box.unseal(sealed, u"agent/hello KEY"_s)->matches(value));
            QVERIFY(*box.seal(Secret(value), u"agent/hello KEY"_s) != sealed); // Never twice the same.
            const SecretBox reopened = *SecretBox::open(folder.path());
            QVERIFY(reopened.unseal(sealed, u"agent/hello KEY"_s)->matches(value));
        }
    }

    void nothingElseOpensIt()
    {
        const QTemporaryDir folder;
        const QTemporaryDir other;
        const SecretBox box = *SecretBox::open(folder.path());
        const QByteArray sealed = *box.seal(Secret("s3cret"), u"agent/hello KEY"_s);
        QVERIFY(!box.unseal(sealed, u"agent/other KEY"_s)); // Moved to another row.
        QVERIFY(!SecretBox::open(other.path())->unseal(sealed, u"agent/hello KEY"_s));
        for (qsizetype i = 0; i < sealed.size(); ++i) {
            QByteArray spoilt = sealed;
            spoilt[i] = char(spoilt[i] ^ 1);
            QCOMPARE(box.unseal(spoilt, u"agent/hello KEY"_s).error().kind, ErrorKind::Storage);
        }
        QVERIFY(!box.unseal(sealed.first(20), u"agent/hello KEY"_s));
    }

    void theKeyIsPrivateAndChecked()
    {
        const QTemporaryDir folder;
        QVERIFY_RESULT(SecretBox::open(folder.path()));
        const QString path = folder.filePath(u"secrets.key"_s);
        QCOMPARE(QFile::permissions(path) & (QFile::ReadGroup | QFile::ReadOther | QFile::WriteGroup | QFile::WriteOther),
                 QFile::Permissions());
        QVERIFY(QFile::setPermissions(path, QFile::ReadOwner | QFile::ReadOther));
        QVERIFY(!SecretBox::open(folder.path()));
        QVERIFY(QFile::remove(path));
        QVERIFY_RESULT(Secret("short").toFile(path));
        QVERIFY(!SecretBox::open(folder.path()));
    }
};

QTEST_GUILESS_MAIN(tst_SecretBox)
#include "tst_SecretBox.moc"
