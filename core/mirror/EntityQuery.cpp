// SPDX-License-Identifier: Apache-2.0
#include "core/mirror/EntityQuery.h"

#include "core/base/Limits.h"

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

using Field = EntityQuery::Field;

Field fieldOf(const QString &key)
{
    static const std::pair<QLatin1StringView, Field> fields[] = {
        {"kind"_L1, Field::Kind}, {"type"_L1, Field::Kind},   {"tenant"_L1, Field::Tenant}, {"node"_L1, Field::Node},
        {"pin"_L1, Field::Pin},   {"needs"_L1, Field::Needs}, {"state"_L1, Field::State},   {"mode"_L1, Field::Mode},
    };
    for (const auto &[word, field] : fields) {
        if (key == word)
            return field;
    }
    return Field::Any;
}

//! An entity with the names of its nodes.
struct Subject {
    const EntityState &state;
    QStringView nodeName;
    QStringView pinName;
};

bool has(QStringView text, const QString &wanted)
{
    return text.contains(wanted, Qt::CaseInsensitive);
}

//! Of a node: a part of its name or id, or "=w1" for the whole of either.
bool isNode(QStringView name, const NodeId &id, const QString &value)
{
    if (!value.startsWith(u'='))
        return has(name, value) || has(id.text(), value);
    const QStringView whole = QStringView(value).mid(1);
    return name.compare(whole, Qt::CaseInsensitive) == 0 || id.text().compare(whole, Qt::CaseInsensitive) == 0;
}

bool isPinnedTo(const Subject &subject, const QString &value)
{
    const std::optional<Assignment> &pin = subject.state.assignment;
    return pin ? isNode(subject.pinName, pin->node, value) : value == "none"_L1;
}

bool isOn(const Subject &subject, const QString &value)
{
    const bool isThere = !subject.state.placement.waiting;
    return isThere && isNode(subject.nodeName, subject.state.placement.node, value);
}

bool hasNeed(const Entity &entity, const QString &value)
{
    return std::ranges::any_of(entity.needs, [&value](const QString &one) { return has(one, value); });
}

bool hasWord(const Subject &subject, const QString &value)
{
    const Entity &entity = subject.state.entity;
    return has(entity.title, value) || has(entity.ref.id.text(), value) || has(entity.subtitle, value) ||
           has(entity.ref.tenant.text(), value) || has(wordOf(entity.ref.kind), value) || hasNeed(entity, value) ||
           has(subject.nodeName, value) || has(subject.pinName, value);
}

bool matchesTerm(Field field, const QString &value, const Subject &subject)
{
    const Entity &entity = subject.state.entity;
    switch (field) {
    case Field::Any:
        return hasWord(subject, value);
    case Field::Kind:
        return wordOf(entity.ref.kind).startsWith(value);
    case Field::Tenant:
        return entity.ref.tenant.text().compare(value, Qt::CaseInsensitive) == 0;
    case Field::Node:
        return isOn(subject, value);
    case Field::Pin:
        return isPinnedTo(subject, value);
    case Field::Needs:
        return hasNeed(entity, value);
    case Field::State:
        return wordOf(standingOf(subject.state)).startsWith(value);
    case Field::Mode:
        return subject.state.assignment && wordOf(subject.state.assignment->mode).startsWith(value);
    }
    Q_UNREACHABLE();
}

} // namespace

EntityQuery EntityQuery::parse(const QString &text)
{
    EntityQuery query;
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

bool EntityQuery::matches(const EntityState &state, QStringView nodeName, QStringView pinName) const
{
    const Subject subject{state, nodeName, pinName};
    return std::ranges::all_of(terms, [&subject](const Term &term) {
        return std::ranges::any_of(term.values, [&](const QString &value) { return matchesTerm(term.field, value, subject); });
    });
}

} // namespace muster
