// SPDX-License-Identifier: Apache-2.0
#include "core/mirror/NodeQuery.h"

#include "core/base/Limits.h"

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

} // namespace

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

} // namespace muster
