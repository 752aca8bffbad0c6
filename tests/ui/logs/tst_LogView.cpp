// SPDX-License-Identifier: Apache-2.0
// A log as a person reads it: follows, holds still, finds, copies; and says why when there is nothing.
#include "tests/ui/logs/LogDesk.h"
#include "ui/kit/Field.h"
#include "ui/logs/NewLinesButton.h"

#include <QElapsedTimer>
#include <QScrollBar>
#include <QTest>
#include <QTextBlock>

using namespace muster;
using namespace Qt::StringLiterals;

class tst_LogView : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_desk.reset(); }
    void followsTheNewestLine();
    void readerIsNeverMoved_data();
    void readerIsNeverMoved();
    void endGoesToTheNewestLineAndFollows();
    void floodIsShownInTime();
    void findsByKeyboard();
    void markupAndTricksStayText();
    void copiesWithTimesAndStreams();
    void gapsAreRowsOfTheirOwn();
    void saysWhyThereIsNothing_data();
    void saysWhyThereIsNothing();
    void breakIsToldBelowTheLines();
    void themeSwitchKeepsLinesAndPlace();
    void picture_data();
    void picture();

private:
    std::unique_ptr<LogDesk> m_desk;
};

void tst_LogView::init()
{
    m_desk = std::make_unique<LogDesk>();
    QVERIFY(QTest::qWaitForWindowExposed(m_desk->view.get()));
}

void tst_LogView::followsTheNewestLine()
{
    QVERIFY(m_desk->go(200));
    LogText *text = m_desk->view->text();
    QCOMPARE(text->document()->blockCount(), 200);
    QVERIFY(text->isFollowing());
    m_desk->cluster->write(201, 260);

    QTRY_COMPARE(text->document()->blockCount(), 260);
    QCOMPARE(text->verticalScrollBar()->value(), text->verticalScrollBar()->maximum());
    QCOMPARE(text->document()->lastBlock().text(), u"line 260"_s);
    QVERIFY(!m_desk->view->findChild<NewLinesButton *>()->isVisible());
}

void tst_LogView::readerIsNeverMoved_data()
{
    QTest::addColumn<bool>("wraps");
    QTest::newRow("wrapped") << true;
    QTest::newRow("unwrapped") << false;
}

void tst_LogView::readerIsNeverMoved()
{
    QFETCH(bool, wraps);
    QVERIFY(m_desk->go(LogRows::kMost));
    m_desk->view->setWraps(wraps);
    LogText *text = m_desk->view->text();
    QTest::keyClick(text, Qt::Key_PageUp);
    QTest::keyClick(text, Qt::Key_PageUp);
    QTRY_VERIFY(!text->isFollowing());
    const QString top = text->document()->findBlockByNumber(text->topRow()).text();
    quint64 next = LogRows::kMost + 1;
    for (int burst = 0; burst < 26; ++burst, next += 500)
        m_desk->cluster->write(next, next + 499);

    auto *button = m_desk->view->findChild<NewLinesButton *>();
    QTRY_COMPARE(button->text(), u"13,000 new lines"_s);
    QVERIFY(button->isVisible());
    QCOMPARE(text->document()->findBlockByNumber(text->topRow()).text(), top);

    QTest::keyClick(button, Qt::Key_Space);
    QTRY_COMPARE(text->document()->lastBlock().text(), u"line %1"_s.arg(next - 1));
    QTRY_COMPARE(text->document()->blockCount(), LogRows::kMost);
    QVERIFY(text->isFollowing());
    QVERIFY(!button->isVisible());
}

void tst_LogView::endGoesToTheNewestLineAndFollows()
{
    QVERIFY(m_desk->go(500));
    LogText *text = m_desk->view->text();
    QTest::keyClick(text, Qt::Key_Home, Qt::ControlModifier);
    QTRY_VERIFY(!text->isFollowing());
    QTest::keyClick(text, Qt::Key_End);

    QVERIFY(text->isFollowing());
    m_desk->cluster->write(501, 501);
    QTRY_COMPARE(text->document()->lastBlock().text(), u"line 501"_s);
    QCOMPARE(text->verticalScrollBar()->value(), text->verticalScrollBar()->maximum());
}

void tst_LogView::floodIsShownInTime()
{
    QVERIFY(m_desk->go(LogRows::kMost));
    QElapsedTimer spent;
    spent.start();
    quint64 next = LogRows::kMost + 1;
    for (int burst = 0; burst < 100; ++burst, next += 100) { // Five seconds of the fastest source.
        m_desk->cluster->write(next, next + 99);
        QCoreApplication::processEvents();
    }
    QTRY_COMPARE(m_desk->view->text()->document()->lastBlock().text(), u"line %1"_s.arg(next - 1));
    qInfo("10,000 lines behind 10,000 others took %lld ms", spent.elapsed());
    QVERIFY2(spent.elapsed() < 5000, "slower than they come");
    QCOMPARE(m_desk->view->text()->document()->blockCount(), LogRows::kMost);
}

void tst_LogView::findsByKeyboard()
{
    QVERIFY(m_desk->go(0));
    for (quint64 number = 1; number <= 300; ++number)
        m_desk->cluster->lines += LogCluster::line(number, number % 100 == 0 ? u"a Timeout here"_s : u"line %1"_s.arg(number));
    m_desk->view->follow({});
    m_desk->view->follow(LogDesk::source());
    LogText *text = m_desk->view->text();
    QTRY_COMPARE(text->document()->blockCount(), 300);
    QTest::keyClick(text, Qt::Key_F, Qt::ControlModifier);
    auto *field = m_desk->view->findChild<Field *>();
    QTRY_VERIFY(field->hasFocus());
    QTest::keyClicks(field, u"timeout"_s);
    QCOMPARE(text->matches(), 3);

    QTest::keyClick(field, Qt::Key_Return, Qt::ShiftModifier);
    QCOMPARE(text->textCursor().selectedText(), u"Timeout"_s);
    QCOMPARE(text->textCursor().blockNumber(), 299);
    QTest::keyClick(field, Qt::Key_Return, Qt::ShiftModifier);
    QCOMPARE(text->textCursor().blockNumber(), 199);
    QTest::keyClick(field, Qt::Key_Return);
    QCOMPARE(text->textCursor().blockNumber(), 299);
    QVERIFY(!text->isFollowing()); // What was found stays where it is.
    m_desk->cluster->write(LogCluster::line(301, u"TIMEOUT again"_s));
    QTRY_COMPARE(text->matches(), 4);

    QTest::keyClick(field, Qt::Key_Escape);
    QVERIFY(field->text().isEmpty());
    QVERIFY(text->hasFocus());
    QCOMPARE(text->matches(), 0);
}

void tst_LogView::markupAndTricksStayText()
{
    QVERIFY(m_desk->go(0));
    m_desk->cluster->write(LogCluster::line(1, u"<b>bold</b> <img src=file:///etc/passwd>"_s));
    m_desk->cluster->write(LogCluster::line(2, u"one"_s + QChar(0x2029) + u"two"_s + QChar(0x202E) + u"three"_s + QChar(0xFDD0)));
    m_desk->cluster->write(LogCluster::line(3, u"end"_s));

    LogText *text = m_desk->view->text();
    QTRY_COMPARE(text->document()->lastBlock().text(), u"end"_s);
    QCOMPARE(text->document()->blockCount(), 3);
    QCOMPARE(text->document()->firstBlock().text(), u"<b>bold</b> <img src=file:///etc/passwd>"_s);
    QVERIFY(!text->document()->findBlockByNumber(1).text().contains(QChar(0x202E)));
}

void tst_LogView::copiesWithTimesAndStreams()
{
    QVERIFY(m_desk->go(0));
    m_desk->cluster->write(LogCluster::line(1, u"out"_s));
    m_desk->cluster->write(LogCluster::line(2, u"oops"_s, LogStream::Error));
    QTRY_COMPARE(m_desk->view->text()->document()->blockCount(), 2);

    QCOMPARE(m_desk->view->text()->linesText(), u"2027-01-15T08:00:00.001Z\tout\tout\n2027-01-15T08:00:00.002Z\terr\toops"_s);
}

void tst_LogView::gapsAreRowsOfTheirOwn()
{
    QVERIFY(m_desk->go(1));
    m_desk->cluster->write(13, 13);

    QTRY_COMPARE(m_desk->view->text()->document()->blockCount(), 3);
    const QString gap = m_desk->view->text()->document()->findBlockByNumber(1).text();
    QVERIFY2(gap.startsWith(u"11 lines were dropped"_s), qPrintable(gap));
}

void tst_LogView::saysWhyThereIsNothing_data()
{
    QTest::addColumn<int>("what");
    QTest::addColumn<QString>("words");
    QTest::newRow("no lines") << 0 << u"Nothing was written yet"_s;
    QTest::newRow("no logs") << 1 << u"This cluster shows no logs"_s;
    QTest::newRow("no such") << 2 << u"There is no such log"_s;
    QTest::newRow("no link") << 3 << u"tried again by itself"_s;
}

void tst_LogView::saysWhyThereIsNothing()
{
    QFETCH(int, what);
    QFETCH(QString, words);
    QTRY_VERIFY(m_desk->session->isLive());
    if (what == 1)
        m_desk->cluster->can = Feature::Follow;
    if (what == 2)
        m_desk->cluster->logError = notFound(u"no"_s);
    if (what == 3)
        m_desk->cluster->setLink(LinkState::Reconnecting);
    if (what == 1) { // Features are read when it connects.
        m_desk->session->stop();
        m_desk->session->start();
        QTRY_VERIFY(m_desk->session->isLive());
    }
    m_desk->view->follow(LogDesk::source());

    QTRY_VERIFY2(m_desk->emptyText().contains(words), qPrintable(m_desk->emptyText()));
}

void tst_LogView::breakIsToldBelowTheLines()
{
    QVERIFY(m_desk->go(5));
    m_desk->cluster->setLink(LinkState::Reconnecting);
    QTRY_VERIFY(std::ranges::any_of(m_desk->view->findChildren<QLabel *>(), [](const QLabel *label) {
        return label->isVisible() && label->text().contains(u"It goes on by itself"_s);
    }));
    QCOMPARE(m_desk->view->text()->document()->blockCount(), 5); // What was read stays.
}

void tst_LogView::themeSwitchKeepsLinesAndPlace()
{
    QVERIFY(m_desk->go(500));
    LogText *text = m_desk->view->text();
    QTest::keyClick(text, Qt::Key_PageUp);
    QTest::keyClick(text, Qt::Key_PageUp);
    QTRY_VERIFY(!text->isFollowing());
    const int top = text->topRow();
    m_desk->theme.setChoice(Theme::Choice::Dark);

    QTRY_COMPARE(text->document()->blockCount(), 500);
    QCOMPARE(text->topRow(), top);
    QVERIFY(!text->isFollowing());
}

void tst_LogView::picture_data()
{
    QTest::addColumn<bool>("isDark");
    QTest::newRow("light") << false;
    QTest::newRow("dark") << true;
}

void tst_LogView::picture()
{
    QFETCH(bool, isDark);
    m_desk->theme.setChoice(isDark ? Theme::Choice::Dark : Theme::Choice::Light);
    QVERIFY(m_desk->go(0));
    const QStringList texts{u"listening on 127.0.0.1:8080"_s, u"POST /v1/jobs 202 3 ms"_s,
                            u"upstream api.mail.example 503, retry 1 in 2 s"_s, u"upstream api.mail.example 200"_s};
    quint64 number = 1;
    for (int i = 0; i < 40; ++i) {
        const bool isError = i % 4 == 2;
        m_desk->cluster->lines += LogCluster::line(number++, texts[i % 4], isError ? LogStream::Error : LogStream::Output);
        if (i == 20)
            number += 1204;
        if (i == 30)
            m_desk->cluster->lines += LogCluster::line(number++, u"ended with status 1; started again in 500 ms"_s, LogStream::Muster);
    }
    m_desk->view->follow({});
    m_desk->view->follow(LogDesk::source());
    QTRY_VERIFY(m_desk->view->text()->document()->blockCount() > 40);
    m_desk->view->findChild<Field *>()->setText(u"retry"_s);
    QVERIFY(QDir().mkpath(QStringLiteral(MUSTER_BINARY_DIR "/pictures")));
    for (const int width : {900, 360}) {
        m_desk->view->resize(width, 480);
        QTest::keyClick(m_desk->view->text(), Qt::Key_PageUp);
        QCoreApplication::processEvents();
        const QString file = u"%1/pictures/log-%2-%3.png"_s.arg(QStringLiteral(MUSTER_BINARY_DIR),
                                                               isDark ? u"dark"_s : u"light"_s).arg(width);
        QVERIFY(m_desk->view->grab().save(file));
    }
}

QTEST_MAIN(tst_LogView)
#include "tst_LogView.moc"
