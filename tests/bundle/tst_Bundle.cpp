// SPDX-License-Identifier: Apache-2.0
// The worker bundle of this build: what is in it, and that it starts in any folder and keeps to itself.
#include "tests/bundle/Unpacked.h"

#include <QCryptographicHash>
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QJsonArray>
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

namespace {

QString sha256Of(const QString &path)
{
    QFile file(path);
    QCryptographicHash hash(QCryptographicHash::Sha256);
    return file.open(QIODevice::ReadOnly) && hash.addData(&file) ? QString::fromLatin1(hash.result().toHex())
                                                                 : QString();
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

//! All regular files under \a folder, relative to it.
QStringList filesUnder(const QString &folder)
{
    QStringList files;
    for (QDirIterator it(folder, QDir::Files | QDir::NoSymLinks | QDir::Hidden, QDirIterator::Subdirectories);
         it.hasNext();)
        files.append(QDir(folder).relativeFilePath(it.next()));
    files.sort();
    return files;
}

//! Runs a program from "/" with \a variables and no others. What it printed, its errors after that.
QByteArray printedBy(const QStringList &command, const QStringList &variables = {}, int *exitCode = nullptr)
{
    QProcess process;
    QProcessEnvironment environment;
    for (const QString &variable : variables)
        environment.insert(variable.section(u'=', 0, 0), variable.section(u'=', 1));
    environment.insert(u"HOME"_s, u"/nonexistent"_s);
    process.setProcessEnvironment(environment);
    process.setWorkingDirectory(u"/"_s);
    process.start(command.first(), command.sliced(1));
    process.waitForFinished();
    if (exitCode)
        *exitCode = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
    return process.readAllStandardOutput() + process.readAllStandardError();
}

} // namespace

class tst_Bundle final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void archiveIsWhatIsSaidOfIt();
    void everyPartHasItsLicence();
    void startsInAnyFolder_data();
    void startsInAnyFolder();
    void startsThroughALink();
    void startsWithoutProc();
    void aMissingPartIsNamed();
    void nothingOfTheSystemIsLoaded();
    void sameInputSameBytes();

private:
    QString path(const QString &name) const { return m_root.filePath(name); }

    QTemporaryDir m_root;
    QString m_bundle; // Unpacked, on this machine.
};

void tst_Bundle::initTestCase()
{
    QVERIFY2(!bundleFacts().isEmpty(), "there is no bundle: build musterd_bundle");
    QVERIFY(unpackBundle(path(u"here"_s)));
    m_bundle = path(u"here/musterd"_s);
}

void tst_Bundle::archiveIsWhatIsSaidOfIt()
{
    const QJsonObject facts = bundleFacts();
    const QJsonValue archive = facts["archives"_L1][0];
    QCOMPARE(archive["sha256"_L1].toString(), sha256Of(bundleArchive()));
    QCOMPARE(archive["size"_L1].toInteger(), QFileInfo(bundleArchive()).size());
    QCOMPARE(facts["manifestSha256"_L1].toString(), sha256Of(m_bundle + u"/manifest.json"_s));

    const QJsonObject manifest = objectIn(m_bundle + u"/manifest.json"_s);
    for (const auto &name : {u"name"_s, u"version"_s, u"build"_s, u"system"_s, u"architecture"_s}) {
        QVERIFY2(!manifest[name].toString().isEmpty(), qPrintable(name));
        QCOMPARE(manifest[name], facts[name]);
    }
    QStringList named{u"manifest.json"_s};
    const QJsonArray files = manifest["files"_L1].toArray();
    for (const auto &file : files) {
        const QString name = file["path"_L1].toString();
        named.append(name);
        QCOMPARE(file["size"_L1].toInteger(), QFileInfo(m_bundle + u'/' + name).size());
        QCOMPARE(file["sha256"_L1].toString(), sha256Of(m_bundle + u'/' + name));
    }
    named.sort();
    QCOMPARE(named, filesUnder(m_bundle));
    const QString version =
        u"musterd %1 (%2)\n"_s.arg(manifest["version"_L1].toString(), manifest["build"_L1].toString());
    QCOMPARE(QString::fromUtf8(printedBy({m_bundle + u"/bin/musterd"_s, u"--version"_s})), version);
}

void tst_Bundle::everyPartHasItsLicence()
{
    const QStringList packages = objectIn(m_bundle + u"/manifest.json"_s)["packages"_L1].toObject().keys();
    QVERIFY(packages.contains("libc6"_L1) && packages.contains("libqt6core6"_L1));
    for (const QString &package : QStringList{u"Muster"_s} + packages)
        QVERIFY2(contentOf(m_bundle + u"/share/licenses/"_s + package).size() > 500, qPrintable(package));
    // Each common text that they refer to is there as well.
    static const QRegularExpression reference(u"/usr/share/common-licenses/([A-Za-z0-9.-]*[A-Za-z0-9])"_s);
    for (const QString &package : packages) {
        const QString text = QString::fromUtf8(contentOf(m_bundle + u"/share/licenses/"_s + package));
        for (auto it = reference.globalMatch(text); it.hasNext();) {
            const QString name = it.next().captured(1);
            if (QFileInfo::exists(u"/usr/share/common-licenses/"_s + name))
                QVERIFY2(QFileInfo::exists(m_bundle + u"/share/licenses/%1.text"_s.arg(name)), qPrintable(name));
        }
    }
}

void tst_Bundle::startsInAnyFolder_data()
{
    QTest::addColumn<QString>("folder");
    QTest::newRow("spaces") << u"two  words "_s;
    QTest::newRow("signs of lists") << u"a:b;c"_s;
    QTest::newRow("words of the loader") << u"$ORIGIN ${LIB}"_s;
    QTest::newRow("quotes") << u"it's \"so\" \\n *"_s;
    QTest::newRow("letters") << u"Größe 文"_s;
    QTest::newRow("deep") << u"deep/"_s.repeated(150) + u"x"_s;
}

void tst_Bundle::startsInAnyFolder()
{
    QFETCH(QString, folder);
    const QString there = path(folder);
    QVERIFY(QDir().mkpath(there));
    QVERIFY(QFile::rename(m_bundle, there + u"/musterd"_s));

    int exitCode = -1;
    const QByteArray printed = printedBy({there + u"/musterd/bin/musterd"_s, u"--version"_s}, {}, &exitCode);
    QVERIFY(QFile::rename(there + u"/musterd"_s, m_bundle)); // Back, whatever happened.

    QCOMPARE(exitCode, 0);
    QVERIFY2(printed.startsWith("musterd "), printed.constData());
}

void tst_Bundle::startsThroughALink()
{
    const QString link = path(u"link"_s);
    QVERIFY(QFile::link(m_bundle + u"/bin/musterd"_s, link));

    QVERIFY(printedBy({link, u"--version"_s}).startsWith("musterd "));
}

void tst_Bundle::startsWithoutProc()
{
    const QString root = path(u"bare"_s);
    QVERIFY(unpackBundle(root));

    // As root of a namespace of users, so that everybody may.
    const QString unshare = QStandardPaths::findExecutable(u"unshare"_s);
    const QString chroot = QStandardPaths::findExecutable(u"chroot"_s, {u"/usr/sbin"_s, u"/usr/bin"_s});
    const QByteArray printed
        = printedBy({unshare, u"--map-root-user"_s, chroot, root, u"/musterd/bin/musterd"_s, u"--version"_s});

    QVERIFY2(printed.startsWith("musterd "), printed.constData());
}

void tst_Bundle::aMissingPartIsNamed()
{
    const QString loader = m_bundle + u"/lib/ld-linux-x86-64.so.2"_s;
    QVERIFY(QFile::rename(loader, loader + u".away"_s));

    int exitCode = -1;
    const QByteArray printed = printedBy({m_bundle + u"/bin/musterd"_s}, {}, &exitCode);
    QVERIFY(QFile::rename(loader + u".away"_s, loader));

    QCOMPARE(exitCode, 127);
    QCOMPARE(QString::fromUtf8(printed),
             u"musterd: there is no loader at %1; unpack its archive again, whole\n"_s.arg(loader));
}

void tst_Bundle::nothingOfTheSystemIsLoaded()
{
    // A library of the system that exists for certain: the one that this test runs with.
    static const QRegularExpression library(u" (/\\S*/libz\\.so\\S*)\n"_s);
    const QString ours = library.match(QString::fromUtf8(contentOf(u"/proc/self/maps"_s))).captured(1);
    QVERIFY(!ours.isEmpty());
    QProcess process;
    QProcessEnvironment environment;
    environment.insert(u"HOME"_s, u"/nonexistent"_s);
    environment.insert(u"LD_PRELOAD"_s, ours);
    environment.insert(u"LD_LIBRARY_PATH"_s, QFileInfo(ours).path());
    environment.insert(u"QT_PLUGIN_PATH"_s, QFileInfo(ours).path() + u"/qt6/plugins"_s);
    process.setProcessEnvironment(environment);
    process.start(m_bundle + u"/bin/musterd"_s, {u"--listen"_s, u"127.0.0.1:0"_s, u"--data"_s, path(u"data"_s)});
    QTRY_VERIFY_WITH_TIMEOUT(process.canReadLine(), 30'000);
    QVERIFY2(process.readLine().startsWith("musterd ready "), process.readAllStandardError().constData());

    const QString self = u"/proc/%1/"_s.arg(process.processId());
    static const QRegularExpression mapped(u" (/.*)$"_s, QRegularExpression::MultilineOption);
    QStringList seen;
    for (auto it = mapped.globalMatch(QString::fromUtf8(contentOf(self + u"maps"_s))); it.hasNext();)
        seen.append(it.next().captured(1));
    seen.removeDuplicates();
    QVERIFY(seen.contains(m_bundle + u"/plugins/sqldrivers/libqsqlite.so"_s));
    for (const QString &file : std::as_const(seen)) {
        const bool isData =
            file.startsWith(path(u"data"_s)) || file.startsWith("/usr/lib/locale/"_L1) || file.contains("gconv"_L1);
        QVERIFY2(isData || file.startsWith(m_bundle), qPrintable(file));
    }
    // What an administrator sees of it is musterd.
    QCOMPARE(contentOf(self + u"comm"_s), "musterd\n");
    QCOMPARE(QString::fromUtf8(contentOf(self + u"cmdline"_s).split('\0').first()), m_bundle + u"/bin/musterd"_s);
    process.terminate();
    QVERIFY(process.waitForFinished(30'000));
}

void tst_Bundle::sameInputSameBytes()
{
    if (!qEnvironmentVariableIsSet("MUSTER_BUNDLE_NIGHT"))
        return; // A bundle takes ten seconds to make.
    const QString command = QStringLiteral(MUSTER_BUNDLE_COMMAND);
    const QString again = path(u"again"_s);
    QCOMPARE(
        QProcess::execute(u"bash"_s, QStringList{QStringLiteral(MUSTER_SOURCE_DIR "/installer/bundle/make.sh"), again} +
                                         command.split(u'|')),
        0);

    QCOMPARE(sha256Of(again + u'/' + QFileInfo(bundleArchive()).fileName()), sha256Of(bundleArchive()));
}

QTEST_GUILESS_MAIN(tst_Bundle)
#include "tst_Bundle.moc"
