// SPDX-License-Identifier: Apache-2.0
#include "core/mirror/TextPool.h"

#include "core/base/Limits.h"

namespace muster {

namespace {

// Where it was parsed, it would keep the page that it stands on, long after all else there is gone.
QString copied(const QString &text)
{
    return QString(text.constData(), text.size());
}

} // namespace

void TextPool::share(QString *text)
{
    if (text->isEmpty()) {
        *text = QString();
        return;
    }
    const auto known = m_texts.constFind(*text);
    if (known != m_texts.constEnd()) {
        *text = *known;
        return;
    }
    *text = copied(*text);
    m_texts.insert(*text);
}

void TextPool::share(QStringList *list)
{
    if (list->isEmpty())
        return;
    const QString key = list->join(QChar(u'\0'));
    const auto known = m_lists.constFind(key);
    if (known != m_lists.constEnd()) {
        *list = *known;
        return;
    }
    for (QString &text : *list)
        share(&text);
    m_lists.insert(key, *list);
}

void TextPool::share(QMap<QString, QString> *labels)
{
    if (labels->isEmpty())
        return;
    QString key;
    for (auto it = labels->constBegin(); it != labels->constEnd(); ++it)
        key += it.key() + QChar(u'\0') + it.value() + QChar(u'\0');
    const auto known = m_labels.constFind(key);
    if (known != m_labels.constEnd())
        *labels = *known;
    else
        m_labels.insert(key, *labels);
}

void TextPool::share(Node *node)
{
    if (size() > limits::kPooledTexts)
        clear();
    NodeIdentity &who = node->who;
    // The texts that are a node's own: equal ones share, others become copies of their own.
    who.id = NodeId(copied(who.id.text()));
    who.name = who.name == who.id.text() ? who.id.text() : copied(who.name);
    who.hostname = who.hostname == who.name ? who.name : copied(who.hostname);
    who.address = copied(who.address);
    share(&who.platform);
    share(&who.arch);
    share(&who.version);
    share(&who.build);
    share(&who.capabilities);
    share(&who.labels);
    for (StatusReason &why : node->reasons) {
        share(&why.code);
        share(&why.text);
    }
    for (Agent &agent : node->agents) {
        agent.name = agent.name == agent.id ? agent.id : agent.name;
        share(&agent.name);
        share(&agent.id);
        share(&agent.role);
        share(&agent.state);
    }
    node->agents.squeeze();
}

void TextPool::clear()
{
    m_texts.clear();
    m_lists.clear();
    m_labels.clear();
}

} // namespace muster
