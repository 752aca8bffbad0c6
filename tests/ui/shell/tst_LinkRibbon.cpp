// SPDX-License-Identifier: Apache-2.0
#include "ui/kit/Button.h"
#include "ui/kit/PlainLabel.h"
#include "ui/kit/RelativeTime.h"
#include "ui/kit/Theme.h"
#include "ui/shell/LinkRibbon.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QSignalSpy>
#include <QTest>

using namespace muster;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

constexpr Timestamp kLost{1'800'000'000'000};

LinkReport report(LinkState state, ErrorKind kind = ErrorKind::Timeout)
{
    LinkReport link;
    link.state = state;
    link.cause = Error{.kind = kind, .where = u"following"_s, .what = u"no answer in 5 s"_s, .code = {}, .field = {}};
    return link;
}

Button *buttonNamed(const QWidget &parent, const QString &text)
{
    for (Button *button : parent.findChildren<Button *>()) {
        if (button->text() == text)
            return button;
    }
    return nullptr;
}

} // namespace

class tst_LinkRibbon : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isEmptyWhileLive();
    void saysSinceWhenAndWhatItMeans();
    void claimsNoLastKnownStateBeforeTheFirstSnapshot();
    void secondAttemptDoesNotHideThatItIsOld();
    void refusedOffersSignIn();
    void changedPinIsNoOtherServer();
    void foreignPageIsNamedAfterTheProduct();
    void whatToDoIsNotCut();
    void narrowSaysAllOnTwoLines();
    void saysWhatToDoWhenItLasts();
    void quietSaysAsOf();
    void retryNowAsksForIt();
    void detailsUnfoldAndCanBeCopied();
    void isHiddenAgainWhenLive();

private:
    Theme m_theme;
};

void tst_LinkRibbon::isEmptyWhileLive()
{
    QVERIFY(linkRibbonContent(u"prod-eu"_s, report(LinkState::Live), true, {}).isEmpty());
    QVERIFY(linkRibbonContent(u"prod-eu"_s, report(LinkState::Polled), true, {}).isEmpty());
    QVERIFY(linkRibbonContent(u"prod-eu"_s, report(LinkState::Connecting), false, {}).isEmpty());
}

void tst_LinkRibbon::saysSinceWhenAndWhatItMeans()
{
    const LinkRibbonContent content = linkRibbonContent(u"prod-eu"_s, report(LinkState::Reconnecting), true, kLost);

    QCOMPARE(content.heading, u"Not connected to prod-eu since %1."_s.arg(clockText(kLost)));
    QCOMPARE(content.meaning, u"What you see is the last known state; ages keep counting. "
                              "Changes are off until the link is live."_s);
    QVERIFY(!content.cause.isEmpty());
    QVERIFY(content.details.contains(u"no answer in 5 s"_s));
    QCOMPARE(content.offer, LinkRibbonContent::Offer::RetryNow);
    QCOMPARE(content.tone, LinkRibbonContent::Tone::Unknown);
}

void tst_LinkRibbon::claimsNoLastKnownStateBeforeTheFirstSnapshot()
{
    const LinkRibbonContent content = linkRibbonContent(u"prod-eu"_s, report(LinkState::Reconnecting), false, {});

    QCOMPARE(content.heading, u"Not connected to prod-eu."_s);
    QVERIFY(!content.meaning.contains(u"last known"_s));
}

void tst_LinkRibbon::secondAttemptDoesNotHideThatItIsOld()
{
    QVERIFY(!linkRibbonContent(u"prod-eu"_s, report(LinkState::Connecting), true, kLost).isEmpty());
}

void tst_LinkRibbon::refusedOffersSignIn()
{
    const LinkRibbonContent content =
        linkRibbonContent(u"prod-eu"_s, report(LinkState::Blocked, ErrorKind::Refused), true, kLost);

    QCOMPARE(content.offer, LinkRibbonContent::Offer::SignIn);
    QCOMPARE(content.tone, LinkRibbonContent::Tone::Failed);

    LinkRibbon ribbon;
    QSignalSpy spy(&ribbon, &LinkRibbon::signInWanted);
    ribbon.setContent(content);
    buttonNamed(ribbon, u"Sign in…"_s)->click();
    QCOMPARE(spy.count(), 1);
}

void tst_LinkRibbon::changedPinIsNoOtherServer()
{
    LinkReport link = report(LinkState::Blocked, ErrorKind::Protocol);
    link.cause.code = u"tls-pin-differs"_s;

    const LinkRibbonContent content = linkRibbonContent(u"prod-eu"_s, link, true, kLost);

    QCOMPARE(content.heading, u"Not connected to prod-eu. Its certificate is not the pinned one."_s);
    QVERIFY(content.meaning.contains(u"Ask whoever runs it."_s));
    QCOMPARE(content.offer, LinkRibbonContent::Offer::Change);
}

void tst_LinkRibbon::foreignPageIsNamedAfterTheProduct()
{
    const LinkReport link = report(LinkState::Blocked, ErrorKind::Protocol);

    QCOMPARE(linkRibbonContent(u"mail"_s, link, true, kLost, u"AgenticMail"_s).heading,
             u"mail does not answer as AgenticMail does."_s);
}

void tst_LinkRibbon::whatToDoIsNotCut()
{
    LinkReport link = report(LinkState::Blocked, ErrorKind::Protocol);
    link.cause.code = u"tls-pin-differs"_s;
    LinkRibbon ribbon;
    ribbon.resize(860, 40);
    ribbon.setContent(linkRibbonContent(u"prod-eu"_s, link, true, kLost));
    ribbon.resize(860, ribbon.heightForWidth(860));

    for (const PlainLabel *label : ribbon.findChildren<PlainLabel *>()) {
        if (label->isVisible() && label->text().contains(u"Ask whoever"_s))
            QVERIFY(label->height() >= label->heightForWidth(label->width()));
    }
    QSignalSpy spy(&ribbon, &LinkRibbon::signInWanted);
    QTest::keyClick(buttonNamed(ribbon, u"Look at the connection…"_s), Qt::Key_Space);
    QCOMPARE(spy.count(), 1);
}

void tst_LinkRibbon::narrowSaysAllOnTwoLines()
{
    LinkRibbon ribbon;
    ribbon.setContent(linkRibbonContent(u"prod-eu"_s, report(LinkState::Reconnecting), true, kLost));
    ribbon.resize(1440, 40);
    const auto shown = [&ribbon](const QString &text) {
        const QList<PlainLabel *> labels = ribbon.findChildren<PlainLabel *>();
        return std::ranges::any_of(labels, [&text](const PlainLabel *label) {
            const bool isWhole = label->wordWrap() ? label->height() >= label->heightForWidth(label->width())
                                                   : label->width() >= label->sizeHint().width();
            return label->isVisible() && label->text().contains(text) && isWhole;
        });
    };
    QTRY_VERIFY(shown(u"No answer"_s) && shown(u"Changes are off until the link is live."_s));
    QCOMPARE(ribbon.sizeHint().height(), scaled(40));

    ribbon.resize(860, 40);
    ribbon.resize(860, ribbon.heightForWidth(860));

    QVERIFY(ribbon.height() > scaled(40));
    QTRY_VERIFY(shown(u"No answer"_s) && shown(u"Changes are off until the link is live."_s));
}

void tst_LinkRibbon::saysWhatToDoWhenItLasts()
{
    for (const ErrorKind kind : {ErrorKind::Timeout, ErrorKind::Unreachable, ErrorKind::Protocol, ErrorKind::Internal}) {
        const LinkRibbonContent content = linkRibbonContent(u"prod-eu"_s, report(LinkState::Reconnecting, kind), true, kLost);
        QVERIFY2(content.advice.contains(u"If it lasts"_s), qPrintable(content.advice));
        QVERIFY(!content.advice.contains(u"hange"_s)); // Nothing was asked for.
    }
}

void tst_LinkRibbon::quietSaysAsOf()
{
    LinkReport link = report(LinkState::Quiet);
    link.lastHeardAt = kLost;

    QCOMPARE(linkRibbonContent(u"prod-eu"_s, link, true, {}).heading, u"As of %1."_s.arg(clockText(kLost)));
}

void tst_LinkRibbon::retryNowAsksForIt()
{
    LinkRibbon ribbon;
    ribbon.setContent(linkRibbonContent(u"prod-eu"_s, report(LinkState::Reconnecting), true, kLost));
    QSignalSpy spy(&ribbon, &LinkRibbon::retryWanted);

    QTest::keyClick(buttonNamed(ribbon, u"Retry now"_s), Qt::Key_Space);

    QCOMPARE(spy.count(), 1);
}

void tst_LinkRibbon::detailsUnfoldAndCanBeCopied()
{
    LinkRibbon ribbon;
    ribbon.resize(1440, 40);
    ribbon.setContent(linkRibbonContent(u"prod-eu"_s, report(LinkState::Reconnecting), true, kLost));
    ribbon.show();
    const int folded = ribbon.sizeHint().height();
    QCOMPARE(folded, scaled(40));

    buttonNamed(ribbon, u"Details"_s)->click();
    QVERIFY(ribbon.sizeHint().height() > folded);
    buttonNamed(ribbon, u"Copy"_s)->click();

    QVERIFY(QGuiApplication::clipboard()->text().contains(u"no answer in 5 s"_s));
}

void tst_LinkRibbon::isHiddenAgainWhenLive()
{
    LinkRibbon ribbon;
    ribbon.setContent(linkRibbonContent(u"prod-eu"_s, report(LinkState::Reconnecting), true, kLost));
    QVERIFY(ribbon.isVisible());

    ribbon.setContent({});

    QVERIFY(!ribbon.isVisible());
}

QTEST_MAIN(tst_LinkRibbon)
#include "tst_LinkRibbon.moc"
