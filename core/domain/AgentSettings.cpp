// SPDX-License-Identifier: Apache-2.0
#include "core/domain/AgentSettings.h"

#include "core/base/Json.h"

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 kLeastMemory = 16 * 1024 * 1024; // Below, no program of today starts.
constexpr qint64 kMostMemory = qint64(1) << 50;
constexpr qint64 kMostGraceMs = 600'000;

//! A text for the kernel: any character but NUL, which would end it early.
bool isPassable(const QJsonValue &value)
{
    const QString text = value.toString();
    return value.isString() && !text.contains(QChar(u'\0')) && text.toUtf8().size() <= limits::kAgentTextBytes;
}

} // namespace

bool isVariableName(QStringView name)
{
    if (name.isEmpty() || name.size() > 128 || (name[0] >= u'0' && name[0] <= u'9'))
        return false;
    return std::ranges::all_of(name, [](QChar c) {
        return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || (c >= u'0' && c <= u'9') || c == u'_';
    });
}

QJsonObject AgentSettings::toJson() const
{
    QJsonObject json{{u"argv"_s, QJsonArray::fromStringList(argv)}};
    if (!env.isEmpty()) {
        QJsonObject variables;
        for (auto it = env.begin(); it != env.end(); ++it)
            variables.insert(it.key(), it.value());
        json.insert(u"env"_s, variables);
    }
    if (!cwd.isEmpty())
        json.insert(u"cwd"_s, cwd);
    if (memoryBytes)
        json.insert(u"memoryBytes"_s, *memoryBytes);
    if (stopGrace.count() > 0)
        json.insert(u"stopGraceMs"_s, static_cast<qint64>(stopGrace.count()));
    return json;
}

Result<AgentSettings> AgentSettings::fromJson(const QJsonObject &json)
{
    JsonReader reader(json);
    AgentSettings settings;
    const QJsonArray argv = reader.array("argv"_L1, limits::kAgentArguments);
    for (const auto &one : argv) {
        if (!isPassable(one))
            reader.blame("argv"_L1, u"an argument is a text without NUL of at most %1 bytes"_s.arg(limits::kAgentTextBytes));
        settings.argv.append(one.toString());
    }
    if (settings.argv.isEmpty() || settings.argv.constFirst().isEmpty())
        reader.blame("argv"_L1, u"must name the program to run"_s);
    const QJsonObject env = reader.object("env"_L1);
    if (env.size() > limits::kAgentVariables)
        reader.blame("env"_L1, u"has more than %1 variables"_s.arg(limits::kAgentVariables));
    for (auto it = env.begin(); it != env.end(); ++it) {
        if (!isVariableName(it.key()))
            reader.blame("env"_L1, u"\"%1\" cannot be the name of a variable"_s.arg(it.key().left(40)));
        if (!isPassable(it.value()))
            reader.blame("env"_L1, u"the value of %1 is no text without NUL"_s.arg(it.key().left(40)));
        settings.env.insert(it.key(), it.value().toString());
    }
    settings.cwd = reader.optionalText("cwd"_L1, 4096);
    if (!settings.cwd.isEmpty() && !settings.cwd.startsWith(u'/'))
        reader.blame("cwd"_L1, u"must be an absolute folder"_s);
    settings.memoryBytes = reader.optionalInteger("memoryBytes"_L1, kLeastMemory, kMostMemory);
    settings.stopGrace = milliseconds(reader.optionalInteger("stopGraceMs"_L1, 0, kMostGraceMs).value_or(0));
    MUSTER_CHECK(reader.check());
    return settings;
}

} // namespace muster
