// SPDX-License-Identifier: Apache-2.0
// What musterctl says of itself: all, a few verbs, one; and what it says to who mistypes.

#include "app/ctl/CtlCompletion.h"
#include "app/ctl/CtlOptions.h"

#include <QFile>
#include <QRegularExpression>
#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

namespace {

Result<CtlOptions> parse(const QString &arguments)
{
    return parseCtlOptions(arguments.split(u' ', Qt::SkipEmptyParts), QProcessEnvironment());
}

QByteArray bytesOf(const QString &path)
{
    QFile file(QStringLiteral(MUSTER_SOURCE_DIR "/resources/") + path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QString textOf(const QString &path)
{
    return QString::fromUtf8(bytesOf(path)).remove(u'\\');
}

//! What is said of all verbs, and of each.
QString wholeHelp()
{
    QString text = ctlHelp();
    for (const CtlVerbWords &verb : ctlVerbs())
        text += ctlHelp(verb.words.split(u' ')) + ctlHelp(verb.words.split(u' ').mid(0, 1));
    return text;
}

} // namespace

class tst_CtlHelp final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void helpIsOfWhatWasAsked_data()
    {
        QTest::addColumn<QString>("arguments");
        QTest::addColumn<QString>("has");
        QTest::addColumn<QString>("hasNot");
        QTest::newRow("all") << u"--help"_s << u"nodes drain NODE"_s << u"--attempts"_s;
        QTest::newRow("the verb") << u"help"_s << u"--token-file FILE"_s << u"--attempts"_s;
        QTest::newRow("a group") << u"jobs --help"_s << u"jobs retry ID"_s << u"nodes"_s;
        QTest::newRow("one") << u"jobs submit --help"_s << u"--attempts N"_s << u"--tail"_s;
        QTest::newRow("one, before") << u"--help jobs submit"_s << u"--attempts N"_s << u"--tail"_s;
        QTest::newRow("one, by the verb") << u"help jobs submit"_s << u"--attempts N"_s << u"--tail"_s;
        QTest::newRow("with its words") << u"nodes drain pi-lab -h"_s << u"--deadline SPAN"_s << u"cordon NODE"_s;
        QTest::newRow("with a bad option's value") << u"logs agent/hello --tail nonsense --help"_s << u"100000"_s << u"--most"_s;
    }
    void helpIsOfWhatWasAsked()
    {
        QFETCH(QString, arguments);
        QFETCH(QString, has);
        QFETCH(QString, hasNot);
        const auto options = parse(arguments);
        QVERIFY2(options, options ? "" : qPrintable(options.error().text()));
        QCOMPARE(options->verb, CtlVerb::ShowHelp);
        const QString text = ctlHelp(options->help);
        QVERIFY2(text.contains(has), qPrintable(text));
        QVERIFY2(!text.contains(hasNot), qPrintable(text));
    }

    void everyVerbAndOptionIsExplained()
    {
        for (const CtlVerbWords &verb : ctlVerbs()) {
            const QString text = ctlHelp(verb.words.split(u' '));
            QVERIFY2(ctlHelp().contains(u"\n  "_s + verb.words), qPrintable(verb.words));
            for (const QString &name : verb.options)
                QVERIFY2(text.count(QRegularExpression(u"\\n  --%1[ ,\\n]"_s.arg(name))) == 1, qPrintable(verb.words + u" --"_s + name));
            QCOMPARE(text.contains("--dry-run"_L1), verb.isChanging);
        }
    }

    void linesFitATerminal()
    {
        const QStringList lines = wholeHelp().split(u'\n');
        for (const QString &line : lines)
            QVERIFY2(line.size() <= 80, qPrintable(line));
        QVERIFY(ctlHelp().count(u'\n') < 100);
    }

    void thePageKnowsEveryOption()
    {
        static const QRegularExpression option(u"--[a-z][a-z-]+"_s);
        auto matches = option.globalMatch(wholeHelp());
        while (matches.hasNext()) {
            const QString one = matches.next().captured();
            QVERIFY2(textOf(u"man/musterctl.1"_s).contains(one), qPrintable(one));
        }
        for (const CtlVerbWords &verb : ctlVerbs())
            QVERIFY2(textOf(u"man/musterctl.1"_s).contains(verb.words), qPrintable(verb.words));
    }

    void theScriptsThatAreInstalledAreThose()
    {
        QCOMPARE(bytesOf(u"completions/musterctl.bash"_s), completionScript(u"bash"_s).toUtf8());
        QCOMPARE(bytesOf(u"completions/_musterctl"_s), completionScript(u"zsh"_s).toUtf8());
        QCOMPARE(bytesOf(u"completions/musterctl.fish"_s), completionScript(u"fish"_s).toUtf8());
        QCOMPARE(parse(u"completion csh"_s).error().field, u"SHELL"_s);
    }

    void whatMayFollowIsOffered_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("words");
        QTest::addColumn<QString>("ask");
        const QString csv = u" --output csv"_s;
        QTest::newRow("first word") << u"no"_s << u"nodes"_s << QString();
        QTest::newRow("second word") << u"jobs "_s << u"submit list show retry cancel discard"_s << QString();
        QTest::newRow("begun") << u"jobs s"_s << u"submit show"_s << QString();
        QTest::newRow("node") << u"nodes drain w"_s << QString() << u"nodes list"_s + csv;
        QTest::newRow("second object") << u"assignments set agent/hello "_s << QString() << u"nodes list"_s + csv;
        QTest::newRow("entity") << u"jobs submit "_s << QString() << u"entities list"_s + csv;
        QTest::newRow("job") << u"jobs retry j"_s << QString() << u"jobs list --most 100"_s + csv;
        QTest::newRow("token") << u"tokens revoke "_s << QString() << u"tokens list"_s + csv;
        QTest::newRow("of another cluster") << u"--url http://127.0.0.1:9 nodes --token-file=t show "_s << QString()
                                            << u"nodes list"_s + csv + u" --url http://127.0.0.1:9 --token-file=t"_s;
        QTest::newRow("kind") << u"queues pause a"_s << u"agent alert-rule automation"_s << QString();
        QTest::newRow("option") << u"nodes drain w1 --n"_s << u"--now --note"_s << QString();
        QTest::newRow("value") << u"assignments set agent/hello w1 --mode "_s << u"strict preferred"_s << QString();
        QTest::newRow("entity of an option") << u"jobs list --entity "_s << QString() << u"entities list"_s + csv;
        QTest::newRow("file") << u"jobs submit --bulk "_s << QString() << QString();
        QTest::newRow("another file") << u"backup "_s << QString() << QString();
        QTest::newRow("command") << u"entities add agent hello -- "_s << QString() << QString();
        QTest::newRow("help") << u"help audit v"_s << u"verify"_s << QString();
        QTest::newRow("too much") << u"status more "_s << QString() << QString();
        QTest::newRow("nonsense") << u"fly "_s << QString() << QString();
    }
    void whatMayFollowIsOffered()
    {
        QFETCH(QString, line);
        const CtlCompletion found = completionOf(line.split(u' '));
        QTEST(found.words.join(u' '), "words");
        QTEST(found.ask.join(u' '), "ask");
    }

    void namesAreThoseThatBeginSo()
    {
        QCOMPARE(namesIn("entity,kind\r\nagent/hello,agent\r\nmcp/tools,mcp\r\n", u"ag"_s), QByteArray("agent/hello\n"));
        QCOMPARE(namesIn({}, {}), QByteArray());
    }

    void whoMistypesIsToldWhatIsNear_data()
    {
        QTest::addColumn<QString>("arguments");
        QTest::addColumn<QString>("says");
        QTest::newRow("half a verb") << u"jobs"_s << u"jobs needs one more word: submit, list, show, retry, cancel or discard"_s;
        QTest::newRow("second word") << u"jobs lst"_s << u"did you mean jobs list?"_s;
        QTest::newRow("first word") << u"node list"_s << u"did you mean nodes list?"_s;
        QTest::newRow("swapped") << u"staust"_s << u"did you mean status?"_s;
        QTest::newRow("with an object") << u"job submit agent/hello"_s << u"did you mean jobs submit?"_s;
        QTest::newRow("without its first word") << u"drain w1"_s << u"did you mean nodes drain?"_s;
        QTest::newRow("nothing near") << u"jobs fly"_s << u"see musterctl jobs --help"_s;
        QTest::newRow("nothing at all") << u"frobnicate"_s << u"see musterctl --help"_s;
        QTest::newRow("long nonsense") << u"x"_s.repeated(5000) << u"see musterctl --help"_s;
        QTest::newRow("help of nothing") << u"help jbos"_s << u"did you mean jobs?"_s;
        QTest::newRow("option") << u"jobs submit agent/hello --atempts 3"_s << u"did you mean --attempts?"_s;
        QTest::newRow("flag with a value") << u"status --yes=no"_s << u"--yes takes no value"_s;
        QTest::newRow("another's option") << u"nodes list --note x"_s << u"--note goes with nodes cordon, nodes uncordon"_s;
        QTest::newRow("a command without --") << u"entities add agent hello /bin/cat"_s << u"goes after --, like entities add agent hello --"_s;
        QTest::newRow("empty") << u"entities add agent hello --title= -- a"_s << u"--title must not be empty"_s;
    }
    void whoMistypesIsToldWhatIsNear()
    {
        QFETCH(QString, arguments);
        QFETCH(QString, says);
        const auto options = parse(arguments);
        QVERIFY(!options);
        QCOMPARE(options.error().kind, ErrorKind::Invalid);
        QVERIFY2(options.error().what.contains(says), qPrintable(options.error().what));
    }
};

QTEST_GUILESS_MAIN(tst_CtlHelp)
#include "tst_CtlHelp.moc"
