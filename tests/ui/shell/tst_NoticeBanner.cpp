// SPDX-License-Identifier: Apache-2.0
#include "ui/kit/PlainLabel.h"
#include "ui/kit/Theme.h"
#include "ui/shell/NoticeBanner.h"

#include <QAbstractButton>
#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

namespace {

const ClusterNotice kInsecure{u"insecure"_s, u"plain HTTP (--insecure)"_s};
const ClusterNotice kKeyless{u"agenticmail-workers"_s, u"AgenticMail's workers may register from 10.0.0.0/8"_s};

QString allText(const QWidget &widget)
{
    QString text;
    for (const PlainLabel *label : widget.findChildren<PlainLabel *>()) {
        if (label->isVisibleTo(&widget))
            text += label->text() + u'\n';
    }
    return text;
}

} // namespace

class tst_NoticeBanner : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void saysWhatIsSoWhatItMeansAndWhatToDo()
    {
        const NoticeWords insecure = noticeWords(kInsecure);
        QCOMPARE(insecure.heading, u"Not encrypted."_s);
        QVERIFY(insecure.text.contains(u"read and changed on the way"_s));
        QVERIFY(insecure.text.contains(u"without --insecure"_s));
        const NoticeWords keyless = noticeWords(kKeyless);
        QCOMPARE(keyless.heading, u"Workers need no token."_s);
        QVERIFY(keyless.text.contains(u"10.0.0.0/8"_s)); // Which machines: only the server knows.
        QCOMPARE(noticeWords({u"of-tomorrow"_s, u"It is Tuesday"_s}).text, u"It is Tuesday"_s);
    }

    void standsWhileItIsSo()
    {
        NoticeBanner banner;
        QVERIFY(!banner.isVisible());

        banner.setNotices({kInsecure, kKeyless});
        QVERIFY(banner.isVisible());
        QVERIFY(allText(banner).contains(u"Not encrypted."_s) && allText(banner).contains(u"10.0.0.0/8"_s));
        QVERIFY(banner.findChildren<QAbstractButton *>().isEmpty()); // Nobody can put it away.

        banner.setNotices({kKeyless});
        QVERIFY(!allText(banner).contains(u"Not encrypted."_s));
        banner.setNotices({});
        QVERIFY(!banner.isVisible());
    }

    void oneLineIsEnoughInAUsualWindow()
    {
        NoticeBanner banner;
        banner.setNotices({{u"agenticmail-workers"_s, u"AgenticMail's workers may register and beat without a token from loopback "
                                                      "(--agenticmail-workers)"_s}});
        banner.resize(1440, banner.heightForWidth(1440));
        QCoreApplication::sendPostedEvents();

        for (const PlainLabel *label : banner.findChildren<PlainLabel *>())
            QVERIFY2(label->height() < 2 * label->fontMetrics().height(), qPrintable(label->text()));
    }

    void wordsFromOutsideStayText()
    {
        NoticeBanner banner;
        banner.setNotices({{u"x"_s, u"<img src=canary><b>bold</b>"_s}});

        for (const QLabel *label : banner.findChildren<QLabel *>())
            QCOMPARE(label->textFormat(), Qt::PlainText);
        QVERIFY(allText(banner).contains(u"<b>bold</b>"_s));
    }

    void nothingIsCutInANarrowWindow()
    {
        NoticeBanner banner;
        banner.setNotices({kInsecure, kKeyless});
        banner.resize(860, banner.heightForWidth(860));
        QCoreApplication::sendPostedEvents();

        for (const PlainLabel *label : banner.findChildren<PlainLabel *>()) {
            if (label->wordWrap())
                QVERIFY2(label->height() >= label->heightForWidth(label->width()), qPrintable(label->text()));
        }
    }

private:
    Theme m_theme;
};

QTEST_MAIN(tst_NoticeBanner)
#include "tst_NoticeBanner.moc"
