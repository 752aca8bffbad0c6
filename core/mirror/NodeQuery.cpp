// SPDX-License-Identifier: Apache-2.0
#include "core/mirror/NodeQuery.h"

#include "core/base/Limits.h"

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

using Field = NodeQuery::Field;

Field fieldOf(const QString &key)
{
    static const std::pair<QLatin1StringView, Field> fields[] = {
        {"status"_L1, Field::Status},   {"role"_L1, Field::Role},         {"label"_L1, Field::Label},
        {"cap"_L1, Field::Capability},  {"capability"_L1, Field::Capability}, {"name"_L1, Field::Name},
        {"id"_L1, Field::Id},           {"address"_L1, Field::Address},   {"version"_L1, Field::Version},
        {"platform"_L1, Field::Platform}, {"agent"_L1, Field::Agent},
    };
    for (const auto &[word, field] : fields) {
        if (key == word)
            return field;
    }
    return Field::Any;
}

bool has(const QString &text, const QString &value)
{
    return text.contains(value, Qt::CaseInsensitive);
}

bool hasLabel(const Node &node, const QString &value)
{
    const qsizetype equals = value.indexOf(u'=');
    for (auto it = node.who.labels.constBegin(); it != node.who.labels.constEnd(); ++it) {
        if (equals < 0 ? has(it.key(), value) || has(it.value(), value)
                       : it.key().compare(value.left(equals), Qt::CaseInsensitive) == 0 &&
                             has(it.value(), value.mid(equals + 1)))
            return true;
    }
    return false;
}

bool matchesField(Field field, const QString &value, const Node &node, NodeStatus shown, const QString &searchText)
{
    switch (field) {
    case Field::Any:
        return searchText.contains(value);
    case Field::Status:
        return wordOf(shown).startsWith(value) || (value == "cordoned"_L1 && node.cordoned);
    case Field::Role:
        return wordOf(node.who.role) == value;
    case Field::Label:
        return hasLabel(node, value);
    case Field::Capability:
        return std::ranges::any_of(node.who.capabilities, [&value](const QString &one) { return has(one, value); });
    case Field::Name:
        return has(node.who.name, value);
    case Field::Id:
        return has(node.id().text(), value);
    case Field::Address:
        return has(node.who.address, value);
    case Field::Version:
        return node.who.version.startsWith(value, Qt::CaseInsensitive);
    case Field::Platform:
        return has(node.who.platform, value) || has(node.who.arch, value);
    case Field::Agent:
        return std::ranges::any_of(node.agents,
                                   [&value](const Agent &one) { return has(one.name, value) || has(one.state, value); });
    }
    Q_UNREACHABLE();
}

} // namespace

bool NodeQuery::hasFreeWords() const
{
    return std::ranges::any_of(terms, [](const Term &term) { return term.field == Field::Any; });
}

NodeQuery NodeQuery::parse(const QString &text)
{
    NodeQuery query;
    const QStringList words = text.toLower().simplified().split(u' ', Qt::SkipEmptyParts);
    for (const QString &word : words) {
        if (query.terms.size() >= limits::kQueryTerms)
            break;
        const qsizetype colon = word.indexOf(u':');
        const Field field = colon > 0 ? fieldOf(word.left(colon)) : Field::Any;
        if (field == Field::Any) {
            query.terms.append({Field::Any, {word}});
            continue;
        }
        const QStringList values = word.mid(colon + 1).split(u',', Qt::SkipEmptyParts);
        if (!values.isEmpty() && !values.contains("any"_L1)) // Half typed is not "none".
            query.terms.append({field, values});
    }
    return query;
}

QString searchTextOf(const Node &node)
{
    const NodeIdentity &who = node.who;
    QStringList parts{who.name, who.id.text(), who.address, who.hostname, who.platform, who.arch, who.version};
    parts += who.capabilities;
    for (auto it = who.labels.constBegin(); it != who.labels.constEnd(); ++it)
        parts.append(it.key() + u'=' + it.value());
    return parts.join(u'\n').toLower();
}

bool matches(const NodeQuery &query, const Node &node, NodeStatus shown, const QString &searchText)
{
    return std::ranges::all_of(query.terms, [&](const NodeQuery::Term &term) {
        return std::ranges::any_of(term.values, [&](const QString &value) {
            return matchesField(term.field, value, node, shown, searchText);
        });
    });
}

} // namespace muster
