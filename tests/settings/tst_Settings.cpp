// SPDX-License-Identifier: Apache-2.0
// Choices survive, stay in range, and are the owner's alone.

#include "core/settings/Settings.h"

#include <QFile>
#include <QFileInfo>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

namespace {

constexpr auto kOthers = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;

void writeFile(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(bytes);
}

} // namespace

class tst_Settings final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void givesDefaultsWithoutAFile()
    {
        const QTemporaryDir folder;
        const Settings settings(folder.path());

        QCOMPARE(settings.value(setting::kTheme), u"system"_s);
        QCOMPARE(settings.value(setting::kTextSizePercent), 100);
        QCOMPARE(settings.value(setting::kReduceMotion), false);
        QCOMPARE(settings.value(setting::kLocalNode), true);
        QCOMPARE(settings.value(setting::kLastCluster), QString());
        QCOMPARE(settings.value(setting::kWindowGeometry), QByteArray());
    }

    void keepsWhatWasSet()
    {
        const QTemporaryDir folder;
        const QByteArray geometry("\x00\x01\xff\n;\"", 6);
        {
            Settings settings(folder.path());
            settings.set(setting::kTheme, u"dark"_s);
            settings.set(setting::kDrawerWidth, 512);
            settings.set(setting::kReduceMotion, true);
            settings.set(setting::kLocalNode, false);
            settings.set(setting::kLastCluster, u"prod, \"eu\"; ü"_s);
            settings.set(setting::kWindowGeometry, geometry);
        }

        const Settings again(folder.path());
        QCOMPARE(again.value(setting::kTheme), u"dark"_s);
        QCOMPARE(again.value(setting::kDrawerWidth), 512);
        QCOMPARE(again.value(setting::kReduceMotion), true);
        QCOMPARE(again.value(setting::kLocalNode), false);
        QCOMPARE(again.value(setting::kLastCluster), u"prod, \"eu\"; ü"_s);
        QCOMPARE(again.value(setting::kWindowGeometry), geometry);
    }

    void pullsNumbersIntoTheirRange()
    {
        const QTemporaryDir folder;
        Settings settings(folder.path());

        settings.set(setting::kTextSizePercent, 5000);

        QCOMPARE(settings.value(setting::kTextSizePercent), 200);
    }

    void nonsenseInTheFileMeansTheDefault()
    {
        const QTemporaryDir folder;
        writeFile(folder.filePath(u"settings.ini"_s),
                  "[appearance]\ntheme=purple\ntextSizePercent=big\nreduceMotion=perhaps\n[window]\ndrawerWidth=1\n"
                  "[nodes]\nsort=" + QByteArray(5000, 'x') + "\n");
        const Settings settings(folder.path());

        QCOMPARE(settings.value(setting::kTheme), u"system"_s);
        QCOMPARE(settings.value(setting::kTextSizePercent), 100);
        QCOMPARE(settings.value(setting::kReduceMotion), false);
        QCOMPARE(settings.value(setting::kDrawerWidth), 280);
        QCOMPARE(settings.value(setting::kNodesSort).size(), 64);
    }

    void brokenFilesAreEmptyOnes()
    {
        const QTemporaryDir folder;
        writeFile(folder.filePath(u"settings.ini"_s), QByteArray("\0\xff\xfe[[[==\n\n", 10));
        const Settings settings(folder.path());
        QCOMPARE(settings.value(setting::kTheme), u"system"_s);
    }

    void theFileIsTheOwnersAlone()
    {
        const QTemporaryDir parent;
        const QString folder = parent.filePath(u"config"_s);
        Settings settings(folder);
        settings.set(setting::kTheme, u"dark"_s);

        QVERIFY(settings.save());

        QCOMPARE(QFile::permissions(settings.path()) & kOthers, QFile::Permissions());
        QCOMPARE(QFile::permissions(folder) & kOthers, QFile::Permissions());
    }

    void anOpenFileIsClosedToOthers()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(u"settings.ini"_s);
        writeFile(path, "[appearance]\ntheme=dark\n");
        QVERIFY(QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner | QFile::ReadOther));

        const Settings settings(folder.path());

        QCOMPARE(QFile::permissions(path) & kOthers, QFile::Permissions());
        QCOMPARE(settings.value(setting::kTheme), u"dark"_s);
    }

    void saysWhatChangedAndOnlyThat()
    {
        const QTemporaryDir folder;
        Settings settings(folder.path());
        QSignalSpy changed(&settings, &Settings::changed);

        settings.set(setting::kTheme, u"dark"_s);
        settings.set(setting::kTheme, u"dark"_s);

        QCOMPARE(changed.count(), 1);
    }

    void anUnwritableFolderIsAStorageError()
    {
        Settings settings(u"/proc/nowhere"_s);
        settings.set(setting::kTheme, u"dark"_s);

        const Result<void> saved = settings.save();

        QVERIFY(!saved);
        QCOMPARE(saved.error().kind, ErrorKind::Storage);
        QCOMPARE(settings.value(setting::kTheme), u"dark"_s); // For this session.
    }
};

QTEST_GUILESS_MAIN(tst_Settings)
#include "tst_Settings.moc"
