// SPDX-License-Identifier: Apache-2.0
// Every verb, option and variable of musterctl: what it does, what it refuses, whom it blames.

#include "app/ctl/CtlOptions.h"
#include "app/shared/ExitCode.h"
#include "core/cluster/Dialect.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

namespace {

Result<CtlOptions> parse(const QString &arguments, const QString &environment = {})
{
    QProcessEnvironment variables;
    const QStringList pairs = environment.split(u' ', Qt::SkipEmptyParts);
    for (const QString &pair : pairs)
        variables.insert(pair.section(u'=', 0, 0), pair.section(u'=', 1));
    return parseCtlOptions(arguments.split(u' ', Qt::SkipEmptyParts), variables);
}

} // namespace

class tst_CtlOptions final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void thePinIsRead()
    {
        const QString pin = u"sha256:"_s + u"ab"_s.repeated(32);
        const auto with = [](const QString &url, const QString &key) {
            return parseCtlOptions({u"status"_s, u"--url"_s, url, u"--pin"_s, key}, QProcessEnvironment());
        };
        QCOMPARE(with(u"https://cp.example:3100"_s, pin)->address.pin.text(), pin);
        QCOMPARE(with(u"https://cp.example:3100"_s, u"sha256:ab"_s).error().field, u"--pin"_s);
        QCOMPARE(with(u"http://127.0.0.1:3100"_s, pin).error().field, u"--pin"_s);
    }

    void initTestCase()
    {
        qputenv("XDG_DATA_HOME", m_folder.path().toUtf8()); // No token of this machine's own node.
        m_token = m_folder.filePath(u"token"_s);
        QVERIFY(Secret("the-token").toFile(m_token));
    }

    void verbs_data()
    {
        QTest::addColumn<QString>("arguments");
        QTest::addColumn<CtlVerb>("verb");
        QTest::addColumn<QString>("node");
        QTest::newRow("status") << u"status"_s << CtlVerb::Status << QString();
        QTest::newRow("list") << u"nodes list"_s << CtlVerb::NodesList << QString();
        QTest::newRow("show") << u"nodes show ab"_s << CtlVerb::NodesShow << u"ab"_s;
        QTest::newRow("remove") << u"nodes remove ab"_s << CtlVerb::NodesRemove << u"ab"_s;
        QTest::newRow("ping") << u"nodes ping ab"_s << CtlVerb::NodesPing << u"ab"_s;
        QTest::newRow("restart") << u"nodes restart ab"_s << CtlVerb::NodesRestart << u"ab"_s;
        QTest::newRow("reach") << u"reach build-7"_s << CtlVerb::Reach << QString();
        QTest::newRow("create") << u"tokens create --tier viewer"_s << CtlVerb::TokensCreate << QString();
        QTest::newRow("tokens") << u"tokens list"_s << CtlVerb::TokensList << QString();
        QTest::newRow("revoke") << u"tokens revoke ab"_s << CtlVerb::TokensRevoke << QString();
        QTest::newRow("backup") << u"backup -"_s << CtlVerb::Backup << QString();
        QTest::newRow("restore") << u"restore x --data y"_s << CtlVerb::Restore << QString();
        QTest::newRow("events") << u"events --follow"_s << CtlVerb::Events << QString();
        QTest::newRow("the last events") << u"events"_s << CtlVerb::Events << QString();
        QTest::newRow("help") << u"--help"_s << CtlVerb::ShowHelp << QString();
        QTest::newRow("help, the verb") << u"help"_s << CtlVerb::ShowHelp << QString();
        QTest::newRow("version") << u"nodes --version"_s << CtlVerb::ShowVersion << QString();
    }
    void verbs()
    {
        QFETCH(QString, arguments);
        QFETCH(CtlVerb, verb);
        QFETCH(QString, node);
        const auto options = parse(arguments);
        QVERIFY(options);
        QCOMPARE(options->verb, verb);
        QCOMPARE(options->node, node);
    }

    void optionsStandAnywhere()
    {
        const QString token = u"--token-file "_s + m_token;
        for (const auto &line : {token + u" --url http://127.0.0.1:9 -o csv --yes nodes remove ab"_s,
                                 u"nodes remove ab --yes --output=csv --url=http://127.0.0.1:9 "_s + token,
                                 u"nodes -o csv remove --yes ab --url http://127.0.0.1:9 "_s + token}) {
            const auto options = parse(line);
            QVERIFY2(options, qPrintable(line));
            QCOMPARE(options->verb, CtlVerb::NodesRemove);
            QCOMPARE(options->form, OutputForm::Csv);
            QCOMPARE(options->isSure, true);
            QCOMPARE(options->address.url, QUrl(u"http://127.0.0.1:9"_s));
            QVERIFY(options->credentials.token.matches("the-token"));
        }
    }

    void defaultsAreLoopbackAndTable()
    {
        const auto options = parse(u"status"_s);
        QVERIFY(options);
        QCOMPARE(options->address.url, QUrl(u"http://127.0.0.1:3100"_s));
        QCOMPARE(options->address.dialect, u"native"_s);
        QCOMPARE(options->form, OutputForm::Table);
        QVERIFY(options->credentials.token.isEmpty());
    }

    void variablesStandInAndOptionsWin()
    {
        const QString variables = u"MUSTER_URL=http://127.0.0.1:7 MUSTER_TOKEN_FILE="_s + m_token;
        const auto taken = parse(u"status"_s, variables);
        QVERIFY(taken);
        QCOMPARE(taken->address.url.port(), 7);
        QVERIFY(taken->credentials.token.matches("the-token"));

        const auto won = parse(u"status --url http://127.0.0.1:8"_s, variables);
        QVERIFY(won);
        QCOMPARE(won->address.url.port(), 8);
    }

    void theDemoNeedsNeitherAddressNorToken()
    {
        const auto options = parse(u"--dialect demo status"_s, u"MUSTER_TOKEN_FILE=/nonexistent MUSTER_URL=nonsense"_s);
        QVERIFY(options);
        QVERIFY(options->address.url.isEmpty());
    }

    void insecureOpensPlainHttpBeyondLoopback()
    {
        const auto options = parse(u"status --insecure --url http://192.0.2.1:3400"_s);
        QVERIFY(options);
        QVERIFY(options->address.allowsPlainSecrets);
        const auto local = parse(u"status --insecure --url http://127.0.0.1:3400"_s);
        QVERIFY(local && !local->address.allowsPlainSecrets); // Nothing to warn of.
    }

    void eventsTakeAPosition()
    {
        const auto options = parse(u"events --follow --beats --since abc-17"_s);
        QVERIFY(options);
        QCOMPARE(options->since->number, quint64(17));
        QVERIFY(options->wantsBeats);
    }

    void targetsHaveAPort_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("host");
        QTest::addColumn<int>("port");
        QTest::newRow("name") << u"build-7.example"_s << u"build-7.example"_s << 3101;
        QTest::newRow("name and port") << u"build-7:22"_s << u"build-7"_s << 22;
        QTest::newRow("address") << u"10.0.0.7:65535"_s << u"10.0.0.7"_s << 65'535;
        QTest::newRow("v6") << u"[fd00::7]"_s << u"fd00::7"_s << 3101;
        QTest::newRow("v6 and port") << u"[fd00::7]:4000"_s << u"fd00::7"_s << 4000;
        for (const auto *wrong : {"build-7:0", "build-7:65536", "build-7:", "fd00::7", "http://build-7", "a@b", "[x]:1", "a/b"})
            QTest::addRow("wrong: %s", wrong) << QString::fromLatin1(wrong) << QString() << 0;
    }
    void targetsHaveAPort()
    {
        QFETCH(QString, text);
        QFETCH(QString, host);
        QFETCH(int, port);
        const auto options = parse(u"reach "_s + text);
        QCOMPARE(options.has_value(), port > 0);
        if (options) {
            QCOMPARE(options->target.host, host);
            QCOMPARE(options->target.port, port);
        } else {
            QCOMPARE(options.error().field, u"HOST[:PORT]"_s);
        }
    }

    void foreignServersAreShownTheirOwn()
    {
        const auto key = parse(u"status --api-key-file "_s + m_token);
        QVERIFY(key);
        QVERIFY(key->address.dialect.isEmpty()); // The server tells.
        QVERIFY(key->credentials.apiKey.matches("the-token"));
        QVERIFY(key->credentials.token.isEmpty());
        const QString login = m_folder.filePath(u"login"_s);
        QFile file(login);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.setPermissions(QFile::ReadOwner | QFile::WriteOwner));
        file.write("kim@example.org\npw\nacme\n");
        file.close();
        const auto signIn = parse(u"status --login-file "_s + login, u"MUSTER_TOKEN_FILE="_s + m_token);
        QVERIFY(signIn);
        QCOMPARE(signIn->credentials.user, u"kim@example.org"_s);
        QCOMPARE(signIn->credentials.tenant, u"acme"_s);
        QVERIFY(signIn->credentials.token.isEmpty()); // An option wins over a variable.
        const auto told = parse(u"--dialect native status --login-file "_s + login);
        QVERIFY(told);
        QCOMPARE(told->address.dialect, u"native"_s);
    }

    void theTokenOfThisMachineStaysOnIt()
    {
        const QString node = m_folder.filePath(u"muster/node"_s);
        QVERIFY(QDir().mkpath(node));
        QVERIFY(Secret("own-token").toFile(node + u"/admin.token"_s));
        QVERIFY(parse(u"status"_s)->credentials.token.matches("own-token"));
        QVERIFY(parse(u"status --url https://cp.example:3100"_s)->credentials.isEmpty());
        for (const Dialect *dialect : builtInDialects()) {
            const auto options = parse(u"status --dialect "_s + dialect->id());
            QVERIFY(options);
            QCOMPARE(options->credentials.isEmpty(), dialect->id() != "native"_L1);
        }
        QVERIFY(QFile::remove(node + u"/admin.token"_s));
    }

    void mistakesAreBlamed_data()
    {
        QTest::addColumn<QString>("arguments");
        QTest::addColumn<QString>("field");
        QTest::newRow("nothing") << QString() << QString();
        QTest::newRow("unknown verb") << u"frobnicate"_s << u"frobnicate"_s;
        QTest::newRow("half a verb") << u"nodes"_s << u"nodes"_s;
        QTest::newRow("no node") << u"nodes show"_s << u"nodes show"_s;
        QTest::newRow("two nodes") << u"nodes show ab cd"_s << u"nodes show"_s;
        QTest::newRow("too many words") << u"status now"_s << u"status"_s;
        QTest::newRow("unknown option") << u"status --fast"_s << u"--fast"_s;
        QTest::newRow("unknown short option") << u"status -x"_s << u"-x"_s;
        QTest::newRow("flag with a value") << u"status --yes=no"_s << u"--yes"_s;
        QTest::newRow("no value") << u"status --url"_s << u"--url"_s;
        QTest::newRow("empty value") << u"status --url="_s << u"--url"_s;
        QTest::newRow("twice") << u"status -o json --output csv"_s << u"--output"_s;
        QTest::newRow("form") << u"status --output xml"_s << u"--output"_s;
        QTest::newRow("dialect") << u"status --dialect latin"_s << u"--dialect"_s;
        QTest::newRow("address") << u"status --url ftp://x"_s << u"--url"_s;
        QTest::newRow("plain http beyond loopback") << u"status --url http://192.0.2.1"_s << u"--url"_s;
        QTest::newRow("no such token file") << u"status --token-file /nonexistent"_s << u"/nonexistent"_s;
        QTest::newRow("dry list") << u"nodes list --dry-run"_s << u"--dry-run"_s;
        QTest::newRow("followed list") << u"nodes list --follow"_s << u"--follow"_s;
        QTest::newRow("dry backup of a name too many") << u"backup a b"_s << u"backup"_s;
        QTest::newRow("two secrets") << u"status --token-file a --api-key-file b"_s << u"--api-key-file"_s;
        QTest::newRow("no such key file") << u"status --api-key-file /nonexistent"_s << u"/nonexistent"_s;
        QTest::newRow("pin") << u"status --url https://cp:1 --pin sha256:ab"_s << u"--pin"_s;
        QTest::newRow("tier of a list") << u"tokens list --tier admin"_s << u"--tier"_s;
        QTest::newRow("no tier") << u"tokens create"_s << u"--tier"_s;
        QTest::newRow("life") << u"tokens create --join --ttl 1y"_s << u"--ttl"_s;
        QTest::newRow("no id") << u"tokens revoke"_s << u"tokens revoke"_s;
        QTest::newRow("odd id") << u"tokens revoke a/b"_s << u"ID"_s;
        QTest::newRow("id with a secret") << u"tokens revoke 0123456789abcdef.sesame"_s << u"ID"_s;
        QTest::newRow("restore into nowhere") << u"restore x"_s << u"--data"_s;
        QTest::newRow("limit") << u"audit list --limit 0"_s << u"--limit"_s;
        QTest::newRow("limit of a proof") << u"audit verify --limit 5"_s << u"--limit"_s;
        QTest::newRow("an export against an export") << u"audit verify --export a --against b"_s << u"--against"_s;
        QTest::newRow("export to nowhere") << u"audit export"_s << u"audit export"_s;
        QTest::newRow("json and csv") << u"status --json -o csv"_s << u"--json"_s;
        QTest::newRow("position") << u"events --follow --since yesterday"_s << u"--since"_s;
    }
    void mistakesAreBlamed()
    {
        QFETCH(QString, arguments);
        QFETCH(QString, field);
        const auto options = parse(arguments);
        QVERIFY(!options);
        QCOMPARE(options.error().field, field);
        QCOMPARE(exitCodeOf(options.error()), ExitCode::Usage);
        QVERIFY(!options.error().text().contains("sesame"_L1));
    }

private:
    QTemporaryDir m_folder;
    QString m_token;
};

QTEST_GUILESS_MAIN(tst_CtlOptions)
#include "tst_CtlOptions.moc"
