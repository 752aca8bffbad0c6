// SPDX-License-Identifier: Apache-2.0
#pragma once
// Asks many nodes, one after the other, whether they match a NodeQuery: ten thousand for each letter that is typed.

#include "core/mirror/NodeQuery.h"

#include <vector>

namespace muster {

//! For one pass over nodes that do not change meanwhile: it remembers what it found in texts that nodes share.
class NodeMatcher
{
public:
    explicit NodeMatcher(const NodeQuery &query);
    //! Whether \a node, shown as \a shown, matches every term.
    bool matches(const Node &node, NodeStatus shown);

private:
    // Where the texts are that many nodes share (see TextPool); equal places hold equal texts.
    struct SharedTexts {
        const QChar *platform = nullptr;
        const QChar *arch = nullptr;
        const QChar *version = nullptr;
        const QString *capabilities = nullptr;
        const QString *labels = nullptr;
        bool operator==(const SharedTexts &) const = default;
    };
    struct Word {
        QString text;
        SharedTexts seen;
        bool isInSeen = false; // Whether it is in one of those.
    };
    struct Key {
        NodeQuery::Field field;
        QStringList values;
    };
    static bool isIn(Word &word, const NodeIdentity &who);
    static bool isInShared(Word &word, const NodeIdentity &who);

    std::vector<Word> m_words; // Terms without a key.
    std::vector<Key> m_keys;
};

} // namespace muster
