// SPDX-License-Identifier: Apache-2.0
// No code that a link, sign-in or probe can fail with falls through to words that fit anything.
#include "ui/kit/CodeText.h"

#include <QFile>
#include <QRegularExpression>
#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

namespace {

//! What \a form captures in \a file of the source, each once.
QStringList wordsIn(const QString &file, const QString &form)
{
    QFile source(QStringLiteral(MUSTER_SOURCE_DIR) + u'/' + file);
    if (!source.open(QIODevice::ReadOnly))
        return {};
    QStringList words;
    const QString text = QString::fromUtf8(source.readAll());
    auto matches = QRegularExpression(form).globalMatch(text);
    while (matches.hasNext())
        words.append(matches.next().captured(1));
    words.removeDuplicates();
    return words;
}

//! Whether \a dialect is part of this build: one whose folder was deleted has no codes.
bool isThere(const QString &dialect)
{
    return QFile::exists(QStringLiteral(MUSTER_SOURCE_DIR "/core/dialects/") + dialect + u"/CMakeLists.txt"_s);
}

} // namespace

class tst_CodeText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyCodeOfTheClientsHasWords_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("form");
        QTest::addColumn<int>("atLeast");
        // A machine word is small letters with a hyphen, written as a literal of its own.
        const QString literal = uR"re("([a-z]+(?:-[a-z]+)+)"_(?:s|L1))re"_s;
        QTest::newRow("TLS") << u"core/wire/TlsTrust.h"_s << uR"re(\{"(tls-[a-z-]+)"\})re"_s << 5;
        if (isThere(u"agenticmail"_s))
            QTest::newRow("AgenticMail") << u"core/dialects/agenticmail/AgenticmailErrors.cpp"_s << literal << 6;
        if (isThere(u"cognipeer"_s))
            QTest::newRow("Cognipeer") << u"core/dialects/cognipeer/CognipeerSession.cpp"_s << literal << 4;
        QTest::newRow("Host and Origin") << u"core/wire/HostRules.cpp"_s << literal << 1;
    }

    void everyCodeOfTheClientsHasWords()
    {
        QFETCH(QString, file);
        QFETCH(QString, form);
        QFETCH(int, atLeast);

        const QStringList codes = wordsIn(file, form);

        QVERIFY2(codes.size() >= atLeast, qPrintable(codes.join(u' ')));
        for (const QString &code : codes)
            QVERIFY2(codeWords(code), qPrintable(code));
    }

    void wordsSayWhatHappenedWhatItMeansAndWhatToDo_data()
    {
        QTest::addColumn<int>("place");
        QTest::addColumn<QString>("chip");
        QTest::addColumn<QString>("heading");
        const auto row = [](const char *code, CodeWords::Place place, const char *chip, const char *heading) {
            QTest::newRow(code) << int(place) << QString::fromLatin1(chip) << QString::fromLatin1(heading);
        };
        using Place = CodeWords::Place;
        row("tls-not-trusted", Place::Trust, "Certificate", "not known");
        row("tls-pin-differs", Place::Trust, "Certificate", "not the pinned one");
        row("tls-expired", Place::Address, "Certificate", "out of date");
        row("tls-wrong-name", Place::Address, "Certificate", "another name");
        row("tls-handshake", Place::Address, "No TLS", "No secure connection");
        row("tls-of-tomorrow", Place::Address, "No TLS", "No secure connection");
        row("not-authenticated", Place::SignIn, "Sign-in", "Not signed in");
        row("second-factor", Place::SignIn, "Second factor", "not enough");
        row("cluster-right", Place::SignIn, "No right", "may not see");
        row("payment-required", Place::Whole, "Licence", "licence");
        row("no-cluster-api", Place::Address, "No cluster API", "shows no cluster");
        row("plain-secrets", Place::Address, "Needs https", "in the open");
        row("https-required", Place::Address, "Needs https", "https only");
        row("address-refused", Place::Whole, "Not let in", "address");
        row("country-refused", Place::Whole, "Not let in", "country");
        row("host-refused", Place::Address, "Wrong name", "this name");
        row("wrong-host", Place::Address, "Wrong name", "this name");
        row("origin-refused", Place::Address, "Not let in", "web page");
        row("not-done", Place::Whole, "Not done", "not done");
        row("not-confirmed", Place::Whole, "Not confirmed", "not known whether");
        row("too-many-requests", Place::Whole, "Asked to wait", "wait");
    }

    void wordsSayWhatHappenedWhatItMeansAndWhatToDo()
    {
        QFETCH(int, place);
        QFETCH(QString, chip);
        QFETCH(QString, heading);

        const auto words = codeWords(QString::fromLatin1(QTest::currentDataTag()));

        QVERIFY(words);
        QCOMPARE(int(words->place), place);
        QCOMPARE(words->chip, chip);
        QVERIFY2(words->heading.contains(heading), qPrintable(words->heading));
        QVERIFY(!words->heading.endsWith(u'.'));
        QVERIFY(words->advice.count(u'.') >= 2 && words->advice.endsWith(u'.'));
    }

    void otherCodesHaveNone()
    {
        QVERIFY(!codeWords({}));
        QVERIFY(!codeWords(u"not-found"_s));
    }
};

QTEST_GUILESS_MAIN(tst_CodeText)
#include "tst_CodeText.moc"
