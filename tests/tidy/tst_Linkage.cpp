// SPDX-License-Identifier: Apache-2.0
// Holds the programs to what they may be linked with: a daemon needs no screen, and no process but one meets SSH.
#include <QFileInfo>
#include <QProcess>
#include <QTest>

using namespace Qt::StringLiterals;

class tst_Linkage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void programIsNotLinkedWith_data();
    void programIsNotLinkedWith();
};

void tst_Linkage::programIsNotLinkedWith_data()
{
    QTest::addColumn<QString>("program");
    QTest::addColumn<QStringList>("libraries");

    const QStringList screen{u"libQt6Gui"_s,   u"libQt6Widgets"_s, u"libQt6Qml"_s,
                             u"libQt6Quick"_s, u"libQt6Svg"_s,     u"libX11"_s};
    QTest::newRow("musterd") << u"musterd"_s << screen + QStringList{u"libssh"_s};
    QTest::newRow("musterctl") << u"musterctl"_s << screen;
    QTest::newRow("muster") << u"muster"_s << QStringList{u"libssh"_s, u"libQt6Qml"_s};
}

void tst_Linkage::programIsNotLinkedWith()
{
    QFETCH(QString, program);
    QFETCH(QStringList, libraries);
    const QString path = QStringLiteral(MUSTER_BINARY_DIR "/bin/") + program;
    QVERIFY2(QFileInfo::exists(path), qPrintable(path));

    QProcess ldd;
    ldd.start(u"ldd"_s, {path});
    QVERIFY(ldd.waitForFinished());
    const QString listed = QString::fromLocal8Bit(ldd.readAllStandardOutput());

    QVERIFY2(listed.contains(u"libQt6Core"), qPrintable(listed));
    for (const QString &library : std::as_const(libraries))
        QVERIFY2(!listed.contains(library), qPrintable(library));
}

QTEST_GUILESS_MAIN(tst_Linkage)
#include "tst_Linkage.moc"
