// SPDX-License-Identifier: Apache-2.0
// Every way in which a probe fails says what happened, what it means and what to do, at the right field.

#include "ui/clusters/ProbeFailure.h"

#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;
using Place = ProbeFailure::Place;

namespace {

ProbeQuestion question(SignIn way = SignIn::Token)
{
    return {.url = QUrl(u"https://prod.example:3100"_s), .product = u"Muster"_s, .way = way};
}

Error error(ErrorKind kind, const QString &code = {}, const QString &what = u"what was seen"_s)
{
    return {.kind = kind, .where = u"probing"_s, .what = what, .code = code, .field = {}};
}

} // namespace

class tst_ProbeFailure final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void saysWhatHappenedAndWhatToDo_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("code");
        QTest::addColumn<int>("way");
        QTest::addColumn<int>("place");
        QTest::addColumn<QString>("heading");
        const auto row = [](const char *name, ErrorKind kind, const char *code, SignIn way, Place place, const char *heading) {
            QTest::newRow(name) << int(kind) << QString::fromLatin1(code) << int(way) << int(place)
                                << QString::fromUtf8(heading);
        };
        row("nobody", ErrorKind::Unreachable, "", SignIn::Token, Place::Address, "Nothing answers at prod.example, port 3100.");
        row("slow", ErrorKind::Timeout, "", SignIn::Token, Place::Address, "prod.example did not answer in time.");
        row("token", ErrorKind::Refused, "not-authenticated", SignIn::Token, Place::SignIn, "does not accept this token");
        row("key", ErrorKind::Refused, "not-authenticated", SignIn::ApiKey, Place::SignIn, "does not accept this API key");
        row("password", ErrorKind::Refused, "not-authenticated", SignIn::Password, Place::SignIn, "E-mail or password");
        row("second factor", ErrorKind::Refused, "second-factor", SignIn::Password, Place::SignIn, "A password is not enough");
        row("no right", ErrorKind::Refused, "not-allowed", SignIn::Password, Place::SignIn, "may not see its cluster");
        row("licence", ErrorKind::Refused, "payment-required", SignIn::Password, Place::Whole, "licence");
        row("no cluster right", ErrorKind::Refused, "cluster-right", SignIn::Password, Place::SignIn, "may not see its cluster");
        row("open edition", ErrorKind::Unsupported, "no-cluster-api", SignIn::Password, Place::Address, "shows no cluster");
        row("secret in the open", ErrorKind::Refused, "plain-secrets", SignIn::ApiKey, Place::Address, "in the open");
        row("password in the open", ErrorKind::Refused, "plain-secrets", SignIn::Password, Place::Address, "in the open");
        row("https only", ErrorKind::Refused, "https-required", SignIn::ApiKey, Place::Address, "https only");
        row("address", ErrorKind::Refused, "address-refused", SignIn::ApiKey, Place::Whole, "address");
        row("country", ErrorKind::Refused, "country-refused", SignIn::ApiKey, Place::Whole, "country");
        row("host", ErrorKind::Refused, "host-refused", SignIn::ApiKey, Place::Address, "this name");
        row("counted", ErrorKind::Busy, "too-many-requests", SignIn::ApiKey, Place::Whole, "asks us to wait");
        row("pin, as the wire tells it", ErrorKind::Protocol, "tls-pin-differs", SignIn::Token, Place::Trust, "not the pinned one");
        row("too often", ErrorKind::Busy, "", SignIn::Password, Place::Whole, "asks us to wait");
        row("something else", ErrorKind::Protocol, "", SignIn::Token, Place::Address, "not a control plane");
        row("own certificate", ErrorKind::Refused, "tls-not-trusted", SignIn::Token, Place::Trust, "certificate is not known");
        row("changed", ErrorKind::Refused, "tls-pin-differs", SignIn::Token, Place::Trust, "not the pinned one");
        row("expired", ErrorKind::Refused, "tls-expired", SignIn::Token, Place::Address, "out of date");
        row("other name", ErrorKind::Refused, "tls-wrong-name", SignIn::Token, Place::Address, "another name");
        row("handshake", ErrorKind::Unreachable, "tls-handshake", SignIn::Token, Place::Address, "No secure connection");
        row("disk", ErrorKind::Storage, "", SignIn::Token, Place::Whole, "Could not be stored");
    }
    void saysWhatHappenedAndWhatToDo()
    {
        QFETCH(int, kind);
        QFETCH(QString, code);
        QFETCH(int, way);
        QFETCH(int, place);
        QFETCH(QString, heading);

        const ProbeFailure said = probeFailure(error(ErrorKind(kind), code), question(SignIn(way)));

        QCOMPARE(int(said.place), place);
        QVERIFY2(said.heading.contains(heading), qPrintable(said.heading));
        QVERIFY(said.heading.endsWith(u'.'));
        QVERIFY(said.advice.size() > 30 && said.advice.endsWith(u'.'));
        QVERIFY(said.details.contains(u"what was seen"_s));
        if (said.place == Place::Address || said.place == Place::SignIn)
            QVERIFY(!said.mark.isEmpty());
    }

    void theKeyThatWasShownIsFoundNextToTheOneDemanded()
    {
        const TlsPin known{QByteArray(32, '\x11')};
        const TlsPin seen{QByteArray(32, '\x5a')};
        ProbeQuestion asked = question();
        asked.pin = known;
        const QString text = u"wanted %1, saw %2"_s.arg(known.text(), seen.text());

        QCOMPARE(probeFailure(error(ErrorKind::Refused, u"tls-pin-differs"_s, text), asked).seen, seen);
        QVERIFY(probeFailure(error(ErrorKind::Refused, u"tls-pin-differs"_s), asked).seen.isEmpty());
    }

    void anotherProductIsNamed()
    {
        Error other = error(ErrorKind::Protocol, kSpeaksAnother);
        other.field = u"AgenticMail"_s;

        QCOMPARE(probeFailure(other, question()).heading, u"This is AgenticMail, not Muster."_s);
    }

    void addressesAreBlamedInWordsOfTheirOwn()
    {
        const auto complaint = [](const QString &typed) {
            return urlComplaint(typed, parseClusterUrl(typed, u"url"_s, PlainHttp::LoopbackOnly).error());
        };
        QCOMPARE(complaint(u"http://10.0.0.7:3100"_s),
                 u"Plain http is for this computer alone. Begin the address with https://."_s);
        QVERIFY(complaint(u"ftp://10.0.0.7"_s).startsWith(u"The address must begin"_s));
        QVERIFY(!complaint({}).contains(u"url"_s));
    }
};

QTEST_GUILESS_MAIN(tst_ProbeFailure)
#include "tst_ProbeFailure.moc"
