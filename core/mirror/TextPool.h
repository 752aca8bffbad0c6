// SPDX-License-Identifier: Apache-2.0
#pragma once
// Keeps one copy of texts that many nodes share: platform, version, capabilities, words of agents (performance.md (a)).

#include "core/domain/Node.h"

#include <QHash>
#include <QSet>

namespace muster {

//! Not thread-safe. Holds at most limits::kPooledTexts; then it starts over, which only costs memory.
class TextPool
{
public:
    //! Replaces the texts of \a node that are equal to pooled ones by those.
    void share(Node *node);
    //! Forgets all.
    void clear();
    qsizetype size() const { return m_texts.size() + m_lists.size() + m_labels.size(); }

private:
    void share(QString *text);
    void share(QStringList *list);
    void share(QMap<QString, QString> *labels);

    QSet<QString> m_texts;
    QHash<QString, QStringList> m_lists;
    QHash<QString, QMap<QString, QString>> m_labels;
};

} // namespace muster
