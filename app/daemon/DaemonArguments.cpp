// SPDX-License-Identifier: Apache-2.0
#include "app/daemon/DaemonArguments.h"

namespace muster {

using namespace Qt::StringLiterals;

namespace {

const QStringList kWithValue{u"role"_s,      u"name"_s,       u"listen"_s,          u"join"_s,         u"data"_s,
                             u"token-file"_s, u"join-token-file"_s, u"capabilities"_s, u"log-level"_s,
                             u"pin"_s, u"agenticmail-workers"_s, u"allow"_s};
const QStringList kAlone{u"help"_s, u"version"_s, u"insecure"_s};

} // namespace

Result<DaemonArguments> DaemonArguments::parse(const QStringList &arguments, const QProcessEnvironment &environment)
{
    DaemonArguments parsed;
    parsed.m_environment = environment;
    for (qsizetype i = 0; i < arguments.size(); ++i) {
        const QString &argument = arguments[i];
        const bool isShort = argument == "-h"_L1;
        if (!argument.startsWith("--"_L1) && !isShort)
            return invalid(argument, u"\"%1\" is not an option; see musterd --help"_s.arg(argument.left(80)));
        const QString name = isShort ? u"help"_s : argument.mid(2).section(u'=', 0, 0);
        const QString field = u"--"_s + name;
        if (parsed.m_options.contains(name))
            return invalid(field, u"%1 was given twice"_s.arg(field));
        if (kAlone.contains(name) && !argument.contains(u'=')) {
            parsed.m_options.insert(name, {});
            continue;
        }
        if (!kWithValue.contains(name))
            return invalid(field, u"there is no option %1; see musterd --help"_s.arg(field.left(80)));
        if (argument.contains(u'='))
            parsed.m_options.insert(name, argument.section(u'=', 1));
        else if (i + 1 < arguments.size())
            parsed.m_options.insert(name, arguments[++i]);
        else
            return invalid(field, u"%1 needs a value"_s.arg(field));
        if (parsed.m_options.value(name).isEmpty())
            return invalid(field, u"%1 must not be empty"_s.arg(field));
    }
    return parsed;
}

std::optional<GivenText> DaemonArguments::find(const QString &option, const QStringList &variables) const
{
    if (m_options.contains(option))
        return GivenText{m_options.value(option), u"--"_s + option};
    for (const QString &name : variables) {
        if (const std::optional<GivenText> given = variable(name))
            return given;
    }
    return std::nullopt;
}

std::optional<GivenText> DaemonArguments::variable(const QString &name) const
{
    const QString text = m_environment.value(name).trimmed();
    return text.isEmpty() ? std::nullopt : std::optional(GivenText{text, name});
}

Result<std::optional<qint64>> DaemonArguments::number(const QString &name, qint64 least, qint64 most) const
{
    const std::optional<GivenText> given = variable(name);
    if (!given)
        return std::optional<qint64>();
    bool isNumber = false;
    const qint64 number = given->text.toLongLong(&isNumber);
    if (!isNumber || number < least || number > most)
        return invalid(name, u"%1: expected a whole number from %2 to %3"_s.arg(name).arg(least).arg(most));
    return std::optional(number);
}

QStringList commaItems(const QString &text)
{
    QStringList items;
    const QStringList parts = text.split(u',');
    for (const QString &part : parts) {
        if (!part.trimmed().isEmpty())
            items.append(part.trimmed());
    }
    return items;
}

} // namespace muster
