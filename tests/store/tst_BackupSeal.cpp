// SPDX-License-Identifier: Apache-2.0
#include "core/store/BackupSeal.h"

#include "tests/support/Outcome.h"

#include <QFile>
#include <QTemporaryDir>

using namespace muster;
using namespace Qt::StringLiterals;

class tst_BackupSeal final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_content = QByteArray("0123456789abcdef").repeated(40'000); // Several pieces.
        QVERIFY(write(m_content));
        QVERIFY_RESULT(sealBackup(path()));
        m_sealed = read(path());
    }

    void whatWasSealedComesBack()
    {
        QFile copy(m_folder->filePath(u"copy"_s));
        QVERIFY(copy.open(QIODevice::ReadWrite));

        const auto length = unsealBackup(path(), &copy);

        QVERIFY_RESULT(length);
        QCOMPARE(*length, m_content.size());
        QVERIFY(copy.flush());
        QCOMPARE(read(copy.fileName()), m_content);
        QVERIFY(m_sealed.startsWith(m_content)); // It is behind; what reads databases can look into a backup.
    }

    void anEmptyOneCanBeSealed()
    {
        QVERIFY(write({}));
        QVERIFY_RESULT(sealBackup(path()));
        QCOMPARE(unsealBackup(path()).value_or(-1), 0);
    }

    void everyCutIsFound()
    {
        for (const qsizetype cut : {qsizetype(1), qsizetype(8), qsizetype(32), qsizetype(55), qsizetype(56), qsizetype(57), qsizetype(4096),
                                    m_content.size(), m_sealed.size()}) {
            QVERIFY(write(m_sealed.chopped(cut)));
            QVERIFY2(isRefused(), qPrintable(QString::number(cut)));
        }
    }

    void everyFlippedBitIsFound()
    {
        QList<qsizetype> places;
        for (qsizetype at = 0; at < m_content.size(); at += 40'009)
            places << at;
        for (qsizetype at = m_content.size(); at < m_sealed.size(); ++at)
            places << at;
        for (const qsizetype at : places) {
            QByteArray bytes = m_sealed;
            bytes[at] = char(bytes[at] ^ 4);
            QVERIFY(write(bytes));
            QVERIFY2(isRefused(), qPrintable(QString::number(at)));
        }
    }

    void moreBehindTheSealIsFound()
    {
        QVERIFY(write(m_sealed + "x"));
        QVERIFY(isRefused());
    }

private:
    QString path() const { return m_folder->filePath(u"backup"_s); }
    static QByteArray read(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    bool write(const QByteArray &bytes) const
    {
        QFile file(path());
        return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
    }
    bool isRefused() const
    {
        const auto outcome = unsealBackup(path());
        return !outcome && outcome.error().kind == ErrorKind::Invalid && outcome.error().field == u"file";
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    QByteArray m_content;
    QByteArray m_sealed;
};

QTEST_GUILESS_MAIN(tst_BackupSeal)
#include "tst_BackupSeal.moc"
