// SPDX-License-Identifier: Apache-2.0
#include "core/base/Secret.h"

#include <QDir>
#include <QFileInfo>
#include <QImage>
#include <QProcess>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>

#include <array>

using namespace Qt::StringLiterals;

namespace {

constexpr int kRunMs = 90'000;
constexpr int kPictures = 33;
constexpr int kFewColours = 8;

//! Whether a coarse look at \a image finds more than a few colours: a blank page has one or two.
bool isDrawn(const QImage &image)
{
    QSet<QRgb> seen;
    for (int y = 0; y < image.height() && seen.size() <= kFewColours; y += 3) {
        for (int x = 0; x < image.width(); x += 3)
            seen.insert(image.pixel(x, y));
    }
    return seen.size() > kFewColours;
}

} // namespace

class tst_Tour : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void demoIsDrawnWhole_data();
    void demoIsDrawnWhole();
    void unknownOptionEndsWithTwo();
    void unknownScenarioEndsWithTwo();
    void folderThatCannotBeMadeEndsNotWithZero();
    void lockedDataFolderEndsWithOneSentence();
    void clusterThatDoesNotAnswerEndsWithThree();

private:
    //! Runs the program offscreen with its own settings.
    int run(const QStringList &words);
    void start(QProcess *process, const QString &config, const QStringList &words, const QString &scale) const;
    //! Its exit code, negative when it did not end by itself.
    int end(QProcess *process);

    // A tour waits for its pages most of the time: those of both scales run at once.
    struct Drawing {
        QTemporaryDir config;
        QTemporaryDir pictures;
        QProcess process;
    };
    std::array<Drawing, 2> m_drawings;
    QTemporaryDir m_config;
    QByteArray m_out;
    QByteArray m_err;
};

void tst_Tour::initTestCase()
{
    for (size_t i = 0; i < m_drawings.size(); ++i) {
        Drawing &drawing = m_drawings[i];
        start(&drawing.process, drawing.config.path(), {u"--demo"_s, u"--tour"_s, drawing.pictures.path()}, QString::number(i + 1));
    }
}

int tst_Tour::run(const QStringList &words)
{
    QProcess process;
    start(&process, m_config.path(), words, u"1"_s);
    return end(&process);
}

void tst_Tour::start(QProcess *process, const QString &config, const QStringList &words, const QString &scale) const
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"QT_QPA_PLATFORM"_s, u"offscreen"_s);
    environment.insert(u"QT_SCALE_FACTOR"_s, scale);
    environment.insert(u"XDG_RUNTIME_DIR"_s, config); // Else Qt says that it makes one.
    process->setProcessEnvironment(environment);
    process->start(QStringLiteral(MUSTER_PROGRAM), QStringList{u"--config-dir"_s, config} + words);
}

int tst_Tour::end(QProcess *process)
{
    if (process->state() != QProcess::NotRunning && !process->waitForFinished(kRunMs)) {
        process->kill();
        process->waitForFinished();
        return -1;
    }
    m_out = process->readAllStandardOutput();
    m_err = process->readAllStandardError();
    return process->exitStatus() == QProcess::NormalExit ? process->exitCode() : -2;
}

void tst_Tour::demoIsDrawnWhole_data()
{
    QTest::addColumn<int>("which");
    QTest::addColumn<QSize>("size");
    QTest::newRow("scale 1") << 0 << QSize(1440, 900);
    QTest::newRow("scale 2") << 1 << QSize(2880, 1800);
}

void tst_Tour::demoIsDrawnWhole()
{
    QFETCH(int, which);
    QFETCH(QSize, size);
    const QTemporaryDir &pictures = m_drawings[size_t(which)].pictures;

    const int code = end(&m_drawings[size_t(which)].process);

    QVERIFY2(code == 0, m_err.constData());
    const QList<QByteArray> paths = m_out.trimmed().split('\n');
    QCOMPARE(paths.size(), kPictures * 2);
    for (const QByteArray &path : paths) {
        const QImage image(QString::fromLocal8Bit(path));
        QVERIFY2(!image.isNull(), path.constData());
        QVERIFY2(isDrawn(image), path.constData());
        if (!path.contains("narrow"))
            QCOMPARE(image.size(), size);
    }
    QVERIFY(QFileInfo::exists(pictures.filePath(u"01-nodes-cards-light.png"_s)));
    QVERIFY(QFileInfo::exists(pictures.filePath(u"12-link-lost-dark.png"_s)));
    for (const QString &page : {u"02c-assignments-review"_s, u"04c-job-waits"_s, u"09b-drain-dialog"_s, u"11d-audit-entry"_s})
        QVERIFY2(QFileInfo::exists(pictures.filePath(page + u"-light.png"_s)), qPrintable(page));
}

void tst_Tour::unknownOptionEndsWithTwo()
{
    QCOMPARE(run({u"--wizard"_s}), 2);
    QVERIFY(m_err.contains("--wizard"));
    QVERIFY(m_out.isEmpty());
}

void tst_Tour::unknownScenarioEndsWithTwo()
{
    QTemporaryDir pictures;
    QCOMPARE(run({u"--demo"_s, u"--scenario"_s, u"holiday"_s, u"--tour"_s, pictures.path()}), 2);
    QVERIFY(m_err.contains("holiday"));
}

void tst_Tour::folderThatCannotBeMadeEndsNotWithZero()
{
    QVERIFY(run({u"--demo"_s, u"--tour"_s, u"/proc/no/such/place"_s}) > 0);
    QVERIFY(!m_err.isEmpty());
}

void tst_Tour::clusterThatDoesNotAnswerEndsWithThree()
{
    QTemporaryDir pictures;
    const QString token = m_config.filePath(u"token"_s);
    QVERIFY(muster::Secret("a-token").toFile(token));
    QCOMPARE(run({u"--connect"_s, u"http://127.0.0.1:1"_s, u"--token-file"_s, token, u"--tour"_s, pictures.path()}), 3);
    QVERIFY(m_err.contains("127.0.0.1:1"));
}

void tst_Tour::lockedDataFolderEndsWithOneSentence()
{
    // A file stands where the data folder should be.
    QFile inTheWay(m_config.filePath(u"local"_s));
    QVERIFY(inTheWay.open(QIODevice::WriteOnly));
    inTheWay.close();
    QTemporaryDir pictures;

    const int code = run({u"--local"_s, u"--tour"_s, pictures.path()});

    QVERIFY(code > 0);
    QCOMPARE(m_err.trimmed().count('\n'), 0);
    QVERIFY(inTheWay.remove());
}

QTEST_GUILESS_MAIN(tst_Tour)
#include "tst_Tour.moc"
