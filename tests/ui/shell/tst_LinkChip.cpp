// SPDX-License-Identifier: Apache-2.0
#include "ui/kit/Theme.h"
#include "ui/shell/LinkChip.h"

#include <QTest>

using namespace muster;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

Q_DECLARE_METATYPE(muster::ClusterKind)
Q_DECLARE_METATYPE(muster::LinkReport)
Q_DECLARE_METATYPE(muster::LinkTone)

namespace {

constexpr Timestamp kNow{1'800'000'000'000};

LinkReport report(LinkState state, milliseconds heardAgo = 300ms)
{
    LinkReport link;
    link.state = state;
    link.lastHeardAt = kNow - heardAgo;
    return link;
}

LinkReport retrying(int attempt, milliseconds in)
{
    LinkReport link = report(LinkState::Reconnecting, 40s);
    link.attempt = attempt;
    link.retryAt = kNow + in;
    return link;
}

LinkReport blocked(ErrorKind kind, const QString &code = {})
{
    LinkReport link = report(LinkState::Blocked);
    link.cause = Error{.kind = kind, .where = {}, .what = u"no"_s, .code = code, .field = {}};
    return link;
}

} // namespace

class tst_LinkChip : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void saysEveryState_data();
    void saysEveryState();
    void foreignServersAreNotCalledMuster();
    void blockedSaysWhatToDo();
    void skewIsSaidBeyondTwoSeconds();
    void changesAreOffUnlessLive();
    void chipGrowsWithItsWords();
    void chipIsNamedForScreenReaders();
};

void tst_LinkChip::saysEveryState_data()
{
    QTest::addColumn<ClusterKind>("kind");
    QTest::addColumn<LinkReport>("link");
    QTest::addColumn<QString>("icon");
    QTest::addColumn<QString>("word");
    QTest::addColumn<QString>("detail");
    QTest::addColumn<LinkTone>("tone");
    const auto row = [](const char *name, ClusterKind kind, const LinkReport &link, const char *icon, const QString &word,
                        const QString &detail, LinkTone tone) {
        QTest::newRow(name) << kind << link << QString::fromLatin1(icon) << word << detail << tone;
    };
    const ClusterKind remote = ClusterKind::Remote;
    const LinkTone calm = LinkTone::Calm;
    row("nothing", ClusterKind::None, report(LinkState::Idle), "", u"Not connected"_s, {}, calm);
    row("idle", remote, report(LinkState::Idle), "", u"Not connected"_s, {}, calm);
    row("connecting", remote, report(LinkState::Connecting), "link", u"Connecting"_s, {}, calm);
    row("live", remote, report(LinkState::Live), "link-live", u"Live"_s, u"0.3\u00A0s"_s, calm);
    row("live, 4.9 s", remote, report(LinkState::Live, 4900ms), "link-live", u"Live"_s, u"4.9\u00A0s"_s, calm);
    row("live, our clock went back", remote, report(LinkState::Live, -5s), "link-live", u"Live"_s, u"0.0\u00A0s"_s, calm);
    row("polled", remote, report(LinkState::Polled, 12s), "link-live", u"Polled"_s, u"12\u00A0s"_s, calm);
    row("quiet", remote, report(LinkState::Quiet, 34s), "link-quiet", u"Quiet 34\u00A0s"_s, {}, calm);
    row("retry", remote, retrying(3, 8s), "link-retry", u"Retry 3 in 8\u00A0s"_s, {}, LinkTone::Lost);
    row("retry soon", remote, retrying(3, 200ms), "link-retry", u"Retry 3 in 1\u00A0s"_s, {}, LinkTone::Lost);
    row("retry now", remote, retrying(4, 0s), "link-retry", u"Retry 4 now"_s, {}, LinkTone::Lost);
    row("resync", remote, report(LinkState::Resyncing), "resync", u"Resync"_s, {}, calm);
    row("sign-in", remote, blocked(ErrorKind::Refused), "link-blocked", u"Sign-in"_s, {}, LinkTone::Blocked);
    row("another server", remote, blocked(ErrorKind::Protocol), "link-blocked", u"Not a Muster server"_s, {},
        LinkTone::Blocked);
    row("pin differs on a running link", remote, blocked(ErrorKind::Protocol, u"tls-pin-differs"_s), "link-blocked",
        u"Certificate"_s, {}, LinkTone::Blocked);
    row("licence", remote, blocked(ErrorKind::Refused, u"payment-required"_s), "link-blocked", u"Licence"_s, {},
        LinkTone::Blocked);
    LinkReport polled = report(LinkState::Polled, 4s);
    polled.pollInterval = 5s;
    row("polled, interval known", remote, polled, "link-live", u"Polled"_s, u"every 5\u00A0s"_s, calm);
    row("demo", ClusterKind::Demo, report(LinkState::Live), "demo", u"Demo"_s, {}, calm);
    row("demo, link drops", ClusterKind::Demo, retrying(1, 2s), "link-retry", u"Retry 1 in 2\u00A0s"_s, {},
        LinkTone::Lost);
    row("this machine", ClusterKind::Local, report(LinkState::Live), "this-machine", u"This machine"_s, {}, calm);
}

void tst_LinkChip::saysEveryState()
{
    QFETCH(ClusterKind, kind);
    QFETCH(LinkReport, link);

    const LinkChipContent content = linkChipContent(kind, link, kNow);

    QTEST(QString(content.icon), "icon");
    QTEST(content.word, "word");
    QTEST(content.detail, "detail");
    QTEST(content.tone, "tone");
    QVERIFY(!content.spoken.isEmpty());
}

void tst_LinkChip::foreignServersAreNotCalledMuster()
{
    const LinkReport link = blocked(ErrorKind::Protocol);

    QCOMPARE(linkChipContent(ClusterKind::Remote, link, kNow, {.product = u"AgenticMail"_s}).word, u"Not AgenticMail"_s);
}

void tst_LinkChip::blockedSaysWhatToDo()
{
    const LinkChipContent content =
        linkChipContent(ClusterKind::Remote, blocked(ErrorKind::Protocol, u"tls-pin-differs"_s), kNow);

    QVERIFY(content.spoken.contains(u"not the pinned one"_s));
    QVERIFY(content.spoken.contains(u"Ask whoever runs it"_s));
}

void tst_LinkChip::skewIsSaidBeyondTwoSeconds()
{
    const auto spokenAt = [](milliseconds skew) {
        return linkChipContent(ClusterKind::Remote, report(LinkState::Live), kNow, {.skew = skew}).spoken;
    };

    QVERIFY(!spokenAt(2s).contains(u"clock"_s));
    QVERIFY(spokenAt(12s).contains(u"This machine's clock is 12\u00A0s ahead of the server's; ages and events are shown corrected."_s));
    QVERIFY(spokenAt(-12s).contains(u"12\u00A0s behind"_s));
    QVERIFY(!linkChipContent(ClusterKind::Local, report(LinkState::Live), kNow, {.skew = 12s}).spoken.contains(u"clock"_s));
}

void tst_LinkChip::changesAreOffUnlessLive()
{
    for (const LinkState state : {LinkState::Idle, LinkState::Connecting, LinkState::Quiet, LinkState::Reconnecting,
                                  LinkState::Resyncing, LinkState::Blocked})
        QVERIFY(!changesOffReason(report(state)).isEmpty());
    QVERIFY(changesOffReason(report(LinkState::Live)).isEmpty());
    QVERIFY(changesOffReason(report(LinkState::Polled)).isEmpty());
}

void tst_LinkChip::chipGrowsWithItsWords()
{
    Theme theme;
    LinkChip chip;
    chip.setContent(linkChipContent(ClusterKind::None, {}, kNow));
    const int narrow = chip.sizeHint().width();

    chip.setContent(linkChipContent(ClusterKind::Remote, retrying(3, 8s), kNow));

    QVERIFY(chip.sizeHint().width() > narrow);
    QCOMPARE(chip.sizeHint().height(), scaled(24));
}

void tst_LinkChip::chipIsNamedForScreenReaders()
{
    Theme theme;
    LinkChip chip;

    chip.setContent(linkChipContent(ClusterKind::Remote, report(LinkState::Live), kNow));

    QCOMPARE(chip.accessibleName(), u"Link: Live 0.3\u00A0s"_s);
    QVERIFY(!chip.accessibleDescription().isEmpty());
}

QTEST_MAIN(tst_LinkChip)
#include "tst_LinkChip.moc"
