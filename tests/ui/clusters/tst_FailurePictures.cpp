// SPDX-License-Identifier: Apache-2.0
// Draws every failure of a link and of a probe as a person meets it, in both themes and two widths, into pictures/ of the
// build folder, to be read by eye; and checks that no word of what to do is cut.
#include "core/cluster/LinkState.h"
#include "ui/clusters/ProbeFailure.h"
#include "ui/kit/Note.h"
#include "ui/kit/PlainLabel.h"
#include "ui/kit/Theme.h"
#include "ui/shell/LinkChipContent.h"
#include "ui/shell/LinkRibbon.h"

#include <QDir>
#include <QTest>
#include <QVBoxLayout>

using namespace muster;
using namespace Qt::StringLiterals;

namespace {

constexpr Timestamp kLost{1'800'000'000'000};

struct Case {
    LinkState state;
    ErrorKind kind;
    QString code;
};

//! Everything that a link can be in without being live, by code and by kind.
QList<Case> cases()
{
    QList<Case> all;
    for (const char *code : {"tls-not-trusted", "tls-pin-differs", "tls-expired", "tls-wrong-name", "tls-handshake",
                             "not-authenticated", "second-factor", "cluster-right", "payment-required", "no-cluster-api",
                             "plain-secrets", "https-required", "address-refused", "country-refused",
                             "host-refused", "wrong-host", "origin-refused"})
        all.append({LinkState::Blocked, ErrorKind::Refused, QString::fromLatin1(code)});
    all.append({LinkState::Blocked, ErrorKind::Protocol, {}});
    all.append({LinkState::Reconnecting, ErrorKind::Busy, u"too-many-requests"_s});
    for (const ErrorKind kind : {ErrorKind::Timeout, ErrorKind::Unreachable, ErrorKind::Protocol, ErrorKind::Busy})
        all.append({LinkState::Reconnecting, kind, {}});
    all.append({LinkState::Quiet, ErrorKind::Timeout, {}});
    all.append({LinkState::Resyncing, ErrorKind::Timeout, {}});
    return all;
}

LinkReport reportOf(const Case &one)
{
    LinkReport link;
    link.state = one.state;
    link.cause = Error{.kind = one.kind, .where = u"following"_s, .what = u"what was seen"_s, .code = one.code, .field = {}};
    link.attempt = 3;
    link.lastHeardAt = kLost;
    link.retryAt = kLost + std::chrono::seconds(12);
    return link;
}

bool hasRoom(const QWidget &widget)
{
    const QList<PlainLabel *> labels = widget.findChildren<PlainLabel *>();
    return std::ranges::all_of(labels, [](const PlainLabel *label) {
        return !label->isVisible() || !label->wordWrap() || label->height() >= label->heightForWidth(label->width());
    });
}

} // namespace

class tst_FailurePictures final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingToDoIsCut_data()
    {
        QTest::addColumn<bool>("dark");
        QTest::addColumn<int>("width");
        for (const int width : {1440, 860}) {
            QTest::addRow("light %d", width) << false << width;
            QTest::addRow("dark %d", width) << true << width;
        }
    }
    void nothingToDoIsCut()
    {
        QFETCH(bool, dark);
        QFETCH(int, width);
        m_theme.setChoice(dark ? Theme::Choice::Dark : Theme::Choice::Light);
        QWidget page;
        auto *lines = new QVBoxLayout(&page);
        lines->setSpacing(4);
        for (const Case &one : cases())
            addLink(lines, one);
        page.resize(width, page.heightForWidth(width));
        page.show();
        QVERIFY(QTest::qWaitForWindowExposed(&page));
        QTRY_VERIFY(hasRoom(page));
        keep(page, u"links"_s, dark, width);
    }

    void everyProbeFailureIsThere_data()
    {
        QTest::addColumn<bool>("dark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }
    void everyProbeFailureIsThere()
    {
        QFETCH(bool, dark);
        m_theme.setChoice(dark ? Theme::Choice::Dark : Theme::Choice::Light);
        QWidget page;
        auto *grid = new QGridLayout(&page);
        const ProbeQuestion asked{
            .url = QUrl(u"https://mail.example.org:3100"_s), .product = u"AgenticMail"_s, .way = SignIn::Token};
        int at = 0;
        for (const Case &one : cases()) {
            const ProbeFailure failure = probeFailure(reportOf(one).cause, asked);
            QVERIFY2(!failure.heading.isEmpty() && !failure.advice.isEmpty(), qPrintable(one.code));
            grid->addWidget(new Note(NodeStatus::Failed, failure.heading, failure.advice, &page), at / 2, at % 2);
            ++at;
        }
        page.resize(1120, page.heightForWidth(1120));
        page.show();
        QVERIFY(QTest::qWaitForWindowExposed(&page));
        QTRY_VERIFY(hasRoom(page));
        keep(page, u"probes"_s, dark, 1120);
    }

private:
    static void addLink(QVBoxLayout *lines, const Case &one)
    {
        const LinkReport link = reportOf(one);
        auto *ribbon = new LinkRibbon(lines->parentWidget());
        ribbon->setContent(linkRibbonContent(u"prod-eu"_s, link, true, kLost, u"AgenticMail"_s));
        lines->addWidget(ribbon);
        const LinkChipContent chip
            = linkChipContent(ClusterKind::Remote, link, kLost + std::chrono::seconds(9), {.product = u"AgenticMail"_s});
        lines->addWidget(new PlainLabel(u"chip: %1 %2 — %3"_s.arg(chip.word, chip.detail, chip.spoken), Type::Small));
    }
    static void keep(QWidget &page, const QString &what, bool dark, int width)
    {
        const QDir folder(QStringLiteral(MUSTER_BINARY_DIR));
        QVERIFY(folder.mkpath(u"pictures"_s));
        const QString name = u"pictures/failures-%1-%2-%3.png"_s.arg(what, dark ? u"dark"_s : u"light"_s).arg(width);
        QVERIFY(page.grab().save(folder.filePath(name)));
    }

    Theme m_theme;
};

QTEST_MAIN(tst_FailurePictures)
#include "tst_FailurePictures.moc"
