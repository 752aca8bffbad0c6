// SPDX-License-Identifier: Apache-2.0
#include "app/desktop/DesktopOptions.h"

#include "core/domain/ClusterAddress.h"

#include <QCommandLineParser>
#include <QSet>

#include <algorithm>

namespace muster {

namespace {

using namespace Qt::StringLiterals;

//! One option: its name, what its value is called (empty for none), what it does.
struct OptionWords {
    QLatin1StringView name;
    QLatin1StringView value;
    QLatin1StringView help;
};

constexpr OptionWords kOptions[] = {
    {QLatin1StringView("local"), {}, QLatin1StringView("Open the node inside this program.")},
    {QLatin1StringView("connect"), QLatin1StringView("URL"), QLatin1StringView("Open the control plane at URL.")},
    {QLatin1StringView("token-file"), QLatin1StringView("F"), QLatin1StringView("The token for --connect; only you may read it.")},
    {QLatin1StringView("api-key-file"), QLatin1StringView("F"), QLatin1StringView("The API key for --connect; only you may read it.")},
    {QLatin1StringView("login-file"), QLatin1StringView("F"), QLatin1StringView("E-mail, password and maybe company for --connect, a line each; only you may read it.")},
    {QLatin1StringView("pin"), QLatin1StringView("sha256:HEX"), QLatin1StringView("The key of the server at --connect, as musterd printed it.")},
    {QLatin1StringView("dialect"), QLatin1StringView("D"), QLatin1StringView("What --connect speaks: native, agenticmail, cognipeer; native otherwise.")},
    {QLatin1StringView("demo"), {}, QLatin1StringView("Open a scripted fleet; no network.")},
    {QLatin1StringView("seed"), QLatin1StringView("N"), QLatin1StringView("Seed of --demo; the same seed, the same fleet.")},
    {QLatin1StringView("scenario"), QLatin1StringView("S"), QLatin1StringView("What happens in --demo.")},
    {QLatin1StringView("read-only"), {}, QLatin1StringView("Change nothing, whatever the token allows.")},
    {QLatin1StringView("config-dir"), QLatin1StringView("DIR"), QLatin1StringView("Keep settings and the node's data there.")},
    {QLatin1StringView("tour"), QLatin1StringView("DIR"), QLatin1StringView("Draw every page into PNG files in DIR, and exit.")},
    {QLatin1StringView("help"), {}, QLatin1StringView("Show this.")},
    {QLatin1StringView("version"), {}, QLatin1StringView("Show the version.")},
};

Error usage(const QString &option, const QString &what)
{
    return invalid(u"--"_s + option, what);
}

const OptionWords &optionNamed(const QString &name)
{
    const auto *found =
        std::find_if(std::begin(kOptions), std::end(kOptions), [&name](const OptionWords &one) { return one.name == name; });
    Q_ASSERT(found != std::end(kOptions));
    return *found;
}

void describe(QCommandLineParser *parser)
{
    parser->setApplicationDescription(u"The Muster console: watches clusters of nodes."_s);
    for (const OptionWords &option : kOptions)
        parser->addOption(QCommandLineOption(QString(option.name), QString(option.help), QString(option.value)));
}

//! Puts one option with its value into \a options.
Result<void> take(const QString &name, const QString &value, DesktopOptions *options)
{
    if (name == "local"_L1) {
        options->start = StartWith::Local;
    } else if (name == "connect"_L1) {
        options->start = StartWith::Address;
        MUSTER_TRY(url, parseClusterUrl(value, u"--connect"_s, PlainHttp::Anywhere));
        options->url = url;
    } else if (name == "demo"_L1) {
        options->start = StartWith::Demo;
    } else if (name == "seed"_L1) {
        bool isNumber = false;
        options->seed = value.toUInt(&isNumber);
        if (!isNumber)
            return usage(name, u"a seed is a whole number from 0 to 4294967295"_s);
    } else if (name == "token-file"_L1) {
        options->tokenFile = value;
    } else if (name == "api-key-file"_L1) {
        options->apiKeyFile = value;
    } else if (name == "login-file"_L1) {
        options->loginFile = value;
    } else if (name == "pin"_L1) {
        MUSTER_TRY(pin, TlsPin::parse(value, u"--pin"_s));
        options->pin = pin;
    } else if (name == "dialect"_L1) {
        options->dialect = value;
    } else if (name == "scenario"_L1) {
        options->scenario = value;
    } else if (name == "config-dir"_L1) {
        options->configFolder = value;
    } else if (name == "tour"_L1) {
        options->tourFolder = value;
    } else if (name == "read-only"_L1) {
        options->isReadOnly = true;
    } else if (name == "help"_L1) {
        options->wantsHelp = true;
    } else {
        Q_ASSERT(name == "version"_L1);
        options->wantsVersion = true;
    }
    return {};
}

//! Options that mean nothing, or two things, together.
Result<void> checkTogether(const QSet<QString> &given)
{
    const QString starts[] = {u"local"_s, u"connect"_s, u"demo"_s};
    int count = 0;
    for (const QString &start : starts)
        count += given.contains(start) ? 1 : 0;
    if (count > 1)
        return usage(u"connect"_s, u"only one of --local, --connect and --demo can be opened"_s);
    const auto needs = [&given](const QString &option, const QString &other) -> Result<void> {
        if (given.contains(option) && !given.contains(other))
            return usage(option, u"only together with --"_s + other);
        return {};
    };
    for (const QString &option : {u"token-file"_s, u"api-key-file"_s, u"login-file"_s, u"pin"_s, u"dialect"_s})
        MUSTER_CHECK(needs(option, u"connect"_s));
    const int files = int(given.contains(u"token-file"_s)) + int(given.contains(u"api-key-file"_s))
        + int(given.contains(u"login-file"_s));
    if (files > 1)
        return usage(u"token-file"_s, u"only one of --token-file, --api-key-file and --login-file can be shown"_s);
    MUSTER_CHECK(needs(u"seed"_s, u"demo"_s));
    MUSTER_CHECK(needs(u"scenario"_s, u"demo"_s));
    return {};
}

//! From a command line our own control planes are not spoken to in the clear; the dialog asks for a tick, as for other products.
Result<void> checkUrl(const DesktopOptions &options)
{
    const bool isForeign = !options.dialect.isEmpty() && options.dialect != "native"_L1;
    if (options.start != StartWith::Address || isForeign)
        return {};
    MUSTER_TRY(url, parseClusterUrl(options.url.toString(), u"--connect"_s));
    (void)url;
    return {};
}

} // namespace

Result<DesktopOptions> parseDesktopOptions(const QStringList &arguments)
{
    QCommandLineParser parser;
    describe(&parser);
    if (!parser.parse(QStringList{u"muster"_s} + arguments)) {
        const QStringList unknown = parser.unknownOptionNames();
        const QString field = unknown.isEmpty() ? QString() : u"--"_s + unknown.constFirst();
        return invalid(field, u"%1 See --help."_s.arg(parser.errorText()));
    }
    if (!parser.positionalArguments().isEmpty())
        return invalid(parser.positionalArguments().constFirst(), u"this program takes no such word; see --help"_s);
    DesktopOptions options;
    const QStringList names = parser.optionNames();
    const QSet<QString> given(names.begin(), names.end());
    if (given.size() != names.size())
        return invalid({}, u"an option was given twice"_s);
    for (const QString &name : names) {
        const QString value = parser.value(name);
        if (parser.isSet(name) && value.isEmpty() && !optionNamed(name).value.isEmpty())
            return usage(name, u"wants a value: "_s + optionNamed(name).value);
        MUSTER_CHECK(take(name, value, &options));
    }
    if (!options.wantsHelp && !options.wantsVersion) {
        MUSTER_CHECK(checkTogether(given));
        MUSTER_CHECK(checkUrl(options));
    }
    return options;
}

QString desktopHelp()
{
    QCommandLineParser parser;
    describe(&parser);
    return parser.helpText();
}

} // namespace muster
