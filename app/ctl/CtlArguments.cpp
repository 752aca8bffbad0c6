// SPDX-License-Identifier: Apache-2.0
#include "app/ctl/CtlArguments.h"

#include "app/ctl/CtlNear.h"

namespace muster {

using namespace Qt::StringLiterals;

namespace {

const QStringList kWithValue{u"url"_s,     u"token-file"_s, u"api-key-file"_s, u"login-file"_s, u"dialect"_s,
                             u"output"_s,  u"since"_s,      u"pin"_s,          u"tier"_s,       u"name"_s,
                             u"ttl"_s,     u"role"_s,       u"capabilities"_s, u"uses"_s,       u"token-out"_s,
                             u"data"_s,    u"title"_s,        u"needs"_s,      u"cwd"_s,
                             u"mode"_s,    u"attempts"_s,   u"backoff-ms"_s,   u"delay-ms"_s,   u"priority"_s,
                             u"dedupe"_s,  u"wait-ms"_s,    u"timeout-ms"_s,   u"bulk"_s,       u"attempt-timeout-ms"_s,
                             u"state"_s,   u"entity"_s,     u"most"_s,         u"deadline"_s,
                             u"search"_s,  u"limit"_s,      u"export"_s,       u"against"_s,    u"tail"_s,
                             u"subtitle"_s, u"note"_s};
const QStringList kLists{u"env"_s, u"secret"_s, u"tenant"_s, u"unset-env"_s, u"unset-secret"_s};
//! Nothing is something here: it takes away what was there.
const QStringList kMayBeEmpty{u"title"_s, u"subtitle"_s, u"needs"_s, u"cwd"_s};
const QStringList kFlags{u"help"_s,  u"version"_s, u"yes"_s,      u"dry-run"_s,  u"follow"_s,
                         u"beats"_s, u"join"_s,    u"insecure"_s, u"resident"_s, u"wait"_s,
                         u"now"_s,   u"json"_s,    u"no-resident"_s};
const QHash<QString, QString> kShort{{u"-h"_s, u"help"_s}, {u"-o"_s, u"output"_s}, {u"-y"_s, u"yes"_s}, {u"-f"_s, u"follow"_s}};

Error noOption(const QString &argument, const QString &field, bool hasNoValue)
{
    if (hasNoValue)
        return invalid(field, u"%1 takes no value"_s.arg(field));
    QStringList known;
    const QStringList names = kWithValue + kLists + kFlags;
    for (const QString &name : names)
        known.append(u"--"_s + name);
    return invalid(field, u"there is no option %1%2"_s.arg(argument.left(80), didYouMean(field, known, u"; see musterctl --help"_s)));
}

} // namespace

bool CtlArguments::takesValue(const QString &name)
{
    return kWithValue.contains(name) || kLists.contains(name);
}

Result<CtlArguments> CtlArguments::parse(const QStringList &arguments)
{
    CtlArguments parsed;
    for (qsizetype i = 0; i < arguments.size(); ++i) {
        const QString &argument = arguments[i];
        if (argument == "--"_L1) {
            parsed.command = arguments.mid(i + 1);
            break;
        }
        const bool isLong = argument.startsWith("--"_L1);
        if (!isLong && !(argument.startsWith(u'-') && argument.size() > 1)) {
            parsed.words.append(argument);
            continue;
        }
        const QString name = isLong ? argument.mid(2).section(u'=', 0, 0) : kShort.value(argument);
        const QString field = isLong ? u"--"_s + name : argument;
        const bool isFlag = kFlags.contains(name);
        const bool hasValue = isLong && argument.contains(u'=');
        const bool isList = kLists.contains(name);
        if ((!isFlag && !isList && !kWithValue.contains(name)) || (isFlag && hasValue))
            return noOption(argument, field, isFlag && hasValue);
        if (parsed.options.contains(name)) // A list is not among them.
            return invalid(field, u"%1 was given twice"_s.arg(field));
        if (!isFlag && !hasValue && i + 1 >= arguments.size())
            return invalid(field, u"%1 needs a value"_s.arg(field));
        QString value;
        if (!isFlag)
            value = hasValue ? argument.section(u'=', 1) : arguments[++i];
        if (!isFlag && value.isEmpty() && !kMayBeEmpty.contains(name))
            return invalid(field, u"%1 must not be empty"_s.arg(field));
        if (!isFlag && value.isEmpty())
            parsed.emptied.append(name);
        if (isList)
            parsed.lists[name].append(value);
        else
            parsed.options.insert(name, value);
    }
    return parsed;
}

} // namespace muster
