// SPDX-License-Identifier: Apache-2.0
#include "core/mirror/NodeMatcher.h"

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

using Field = NodeQuery::Field;

char16_t folded(QChar c)
{
    if (c.unicode() < 0x80)
        return (c >= u'A' && c <= u'Z') ? static_cast<char16_t>(c.unicode() + 32) : c.unicode();
    return c.toCaseFolded().unicode();
}

// Without regard to case. Qt's own search asks a table of all scripts for each letter, which takes five times as long.
bool has(QStringView text, QStringView wanted)
{
    const auto isSame = [](QChar left, QChar right) { return folded(left) == folded(right); };
    return std::search(text.begin(), text.end(), wanted.begin(), wanted.end(), isSame) != text.end() || wanted.isEmpty();
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

bool matchesField(Field field, const QString &value, const Node &node, NodeStatus shown)
{
    switch (field) {
    case Field::Any:
        return true; // A word, not a key.
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

NodeMatcher::NodeMatcher(const NodeQuery &query)
{
    for (const NodeQuery::Term &term : query.terms) {
        if (term.field == Field::Any)
            m_words.push_back({.text = term.values.value(0), .seen = {}, .isInSeen = false});
        else
            m_keys.push_back({term.field, term.values});
    }
}

bool NodeMatcher::matches(const Node &node, NodeStatus shown)
{
    const auto hasKey = [&node, shown](const Key &key) {
        return std::ranges::any_of(key.values,
                                   [&](const QString &value) { return matchesField(key.field, value, node, shown); });
    };
    return std::ranges::all_of(m_keys, hasKey) &&
           std::ranges::all_of(m_words, [&node](Word &word) { return isIn(word, node.who); });
}

bool NodeMatcher::isIn(Word &word, const NodeIdentity &who)
{
    const QString &id = who.id.text();
    // Most nodes are called like their id and their host, and keep one text for all three.
    return has(who.name, word.text) || (id.constData() != who.name.constData() && has(id, word.text)) ||
           has(who.address, word.text) ||
           (who.hostname.constData() != who.name.constData() && has(who.hostname, word.text)) || isInShared(word, who);
}

bool NodeMatcher::isInShared(Word &word, const NodeIdentity &who)
{
    const SharedTexts texts{who.platform.constData(), who.arch.constData(), who.version.constData(),
                            who.capabilities.constData(),
                            who.labels.isEmpty() ? nullptr : &who.labels.constBegin().value()};
    if (texts == word.seen)
        return word.isInSeen;
    bool isFound = has(who.platform, word.text) || has(who.arch, word.text) || has(who.version, word.text) ||
                   std::ranges::any_of(who.capabilities, [&word](const QString &one) { return has(one, word.text); });
    for (auto it = who.labels.constBegin(); it != who.labels.constEnd() && !isFound; ++it)
        isFound = has(QString(it.key() + u'=' + it.value()), word.text);
    word.seen = texts;
    word.isInSeen = isFound;
    return isFound;
}

} // namespace muster
