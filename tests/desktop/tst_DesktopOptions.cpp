// SPDX-License-Identifier: Apache-2.0
#include "app/desktop/DesktopOptions.h"

#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

class tst_DesktopOptions : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingOpensWhatWasOpenLast();
    void readsEveryOption();
    void refusesNonsense_data();
    void refusesNonsense();
    void helpNamesEveryOption();
};

void tst_DesktopOptions::nothingOpensWhatWasOpenLast()
{
    const Result<DesktopOptions> options = parseDesktopOptions({});

    QVERIFY(options);
    QCOMPARE(*options, DesktopOptions());
    QCOMPARE(options->start, StartWith::Remembered);
}

void tst_DesktopOptions::readsEveryOption()
{
    const Result<DesktopOptions> remote =
        parseDesktopOptions({u"--connect"_s, u"https://prod.example:3100"_s, u"--token-file=/t"_s, u"--dialect"_s,
                             u"native"_s, u"--read-only"_s, u"--config-dir"_s, u"/c"_s, u"--tour=/p"_s});
    QVERIFY(remote);
    QCOMPARE(remote->start, StartWith::Address);
    QCOMPARE(remote->url, QUrl(u"https://prod.example:3100"_s));
    QCOMPARE(remote->tokenFile, u"/t"_s);
    QCOMPARE(remote->dialect, u"native"_s);
    QCOMPARE(remote->configFolder, u"/c"_s);
    QCOMPARE(remote->tourFolder, u"/p"_s);
    QVERIFY(remote->isReadOnly);

    const QString pin = u"sha256:"_s + QString(64, u'a');
    const Result<DesktopOptions> foreign =
        parseDesktopOptions({u"--connect"_s, u"http://mail.example:3100"_s, u"--dialect=agenticmail"_s, u"--api-key-file=/k"_s,
                             u"--pin"_s, pin});
    QVERIFY(foreign);
    QCOMPARE(foreign->apiKeyFile, u"/k"_s);
    QCOMPARE(foreign->pin.text(), pin);
    QCOMPARE(parseDesktopOptions({u"--connect=https://c.example"_s, u"--login-file=/l"_s})->loginFile, u"/l"_s);

    const Result<DesktopOptions> demo =
        parseDesktopOptions({u"--demo"_s, u"--seed"_s, u"42"_s, u"--scenario"_s, u"node-dies"_s});
    QVERIFY(demo);
    QCOMPARE(demo->start, StartWith::Demo);
    QCOMPARE(demo->seed, std::optional<quint32>(42));
    QCOMPARE(demo->scenario, u"node-dies"_s);

    const Result<DesktopOptions> local = parseDesktopOptions({u"--local"_s});
    QVERIFY(local);
    QCOMPARE(local->start, StartWith::Local);

    QVERIFY(parseDesktopOptions({u"--version"_s})->wantsVersion);
    QVERIFY(parseDesktopOptions({u"--help"_s})->wantsHelp);
}

void tst_DesktopOptions::refusesNonsense_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<QString>("field");
    const auto row = [](const char *name, const QStringList &words, const QString &field) {
        QTest::newRow(name) << words << field;
    };
    row("unknown", {u"--wizard"_s}, u"--wizard"_s);
    row("stray word", {u"prod"_s}, u"prod"_s);
    row("no value", {u"--connect"_s}, {});
    row("empty value", {u"--tour="_s}, u"--tour"_s);
    row("value where none is", {u"--local=yes"_s}, {});
    row("twice", {u"--seed=1"_s, u"--demo"_s, u"--seed=2"_s}, {});
    row("no URL", {u"--connect"_s, u"http://"_s}, u"--connect"_s);
    row("plain http beyond loopback", {u"--connect"_s, u"http://prod.example:3100"_s}, u"--connect"_s);
    row("two starts", {u"--local"_s, u"--demo"_s}, u"--connect"_s);
    row("token without connect", {u"--local"_s, u"--token-file=/t"_s}, u"--token-file"_s);
    row("dialect without connect", {u"--dialect=native"_s}, u"--dialect"_s);
    row("key without connect", {u"--local"_s, u"--api-key-file=/k"_s}, u"--api-key-file"_s);
    row("login without connect", {u"--demo"_s, u"--login-file=/l"_s}, u"--login-file"_s);
    row("pin without connect", {u"--demo"_s, u"--pin=sha256:"_s + QString(64, u'a')}, u"--pin"_s);
    row("pin is none", {u"--connect=https://c.example"_s, u"--pin=abc"_s}, u"--pin"_s);
    row("two secrets", {u"--connect=https://c.example"_s, u"--token-file=/t"_s, u"--login-file=/l"_s}, u"--token-file"_s);
    row("seed without demo", {u"--seed=1"_s}, u"--seed"_s);
    row("scenario without demo", {u"--local"_s, u"--scenario=calm"_s}, u"--scenario"_s);
    row("seed is no number", {u"--demo"_s, u"--seed=x"_s}, u"--seed"_s);
    row("seed too large", {u"--demo"_s, u"--seed=4294967296"_s}, u"--seed"_s);
    row("option of a later version", {u"--pin=sha256:00"_s}, u"--pin"_s);
}

void tst_DesktopOptions::refusesNonsense()
{
    QFETCH(QStringList, words);
    QFETCH(QString, field);

    const Result<DesktopOptions> options = parseDesktopOptions(words);

    QVERIFY(!options);
    QCOMPARE(options.error().kind, ErrorKind::Invalid);
    if (!field.isEmpty())
        QCOMPARE(options.error().field, field);
    QVERIFY(!options.error().what.isEmpty());
}

void tst_DesktopOptions::helpNamesEveryOption()
{
    const QString help = desktopHelp();

    for (const QString &option :
         {u"--local"_s, u"--connect"_s, u"--demo"_s, u"--seed"_s, u"--scenario"_s, u"--token-file"_s, u"--api-key-file"_s,
          u"--login-file"_s, u"--pin"_s, u"--dialect"_s, u"--read-only"_s, u"--config-dir"_s, u"--tour"_s, u"--help"_s, u"--version"_s})
        QVERIFY2(help.contains(option), qPrintable(option));
}

QTEST_MAIN(tst_DesktopOptions)
#include "tst_DesktopOptions.moc"
