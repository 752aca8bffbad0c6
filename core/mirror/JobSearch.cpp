// SPDX-License-Identifier: Apache-2.0
#include "core/mirror/JobSearch.h"

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kSearchCharacters = 200; // More is no search.

//! Takes one "key:value"; false when the key is none of ours.
bool takeFilter(const QString &key, const QString &value, JobSearch *search)
{
    JobQuery &query = search->query;
    if (key == "state"_L1) {
        if (const Result<JobState> state = jobStateOf(value.toLower(), key))
            query.state = *state;
        else
            search->complaint = u"state: is one of waiting, delayed, active, completed, failed, cancelled"_s;
    } else if (key == "queue"_L1) {
        query.queue = value.toLower() == "any"_L1 ? QString() : value.toLower();
    } else if (key == "entity"_L1) {
        if (const Result<EntityRef> entity = EntityRef::parse(value, key))
            query.entity = *entity;
        else
            search->complaint = u"entity: is a kind and an id, like entity:agent/hello"_s;
    } else if (key == "node"_L1) {
        if (const Result<NodeId> node = NodeId::parse(value, key))
            query.node = *node;
        else
            search->complaint = u"node: is the id of a node"_s;
    } else {
        return false;
    }
    return true;
}

} // namespace

JobSearch jobSearchOf(const QString &text)
{
    JobSearch search;
    QStringList rest;
    const QStringList words = text.left(kSearchCharacters).simplified().split(u' ', Qt::SkipEmptyParts);
    for (const QString &word : words) {
        const qsizetype colon = word.indexOf(u':');
        const QString value = word.mid(colon + 1);
        const bool isFilter = colon > 0 && !value.isEmpty() && takeFilter(word.left(colon).toLower(), value, &search);
        if (!isFilter)
            rest.append(word);
    }
    search.query.search = rest.join(u' ');
    return search;
}

QStringList filterWordsOf(const JobQuery &query)
{
    QStringList words;
    if (query.state)
        words.append(u"state:"_s + wordOf(*query.state));
    if (!query.queue.isEmpty())
        words.append(u"queue:"_s + query.queue);
    if (query.entity)
        words.append(u"entity:"_s + query.entity->text());
    if (!query.node.isEmpty())
        words.append(u"node:"_s + query.node.text());
    return words;
}

JobQuery withoutFilter(JobQuery query, const QString &word)
{
    const QString key = word.section(u':', 0, 0);
    if (key == "state"_L1)
        query.state.reset();
    else if (key == "queue"_L1)
        query.queue.clear();
    else if (key == "entity"_L1)
        query.entity.reset();
    else if (key == "node"_L1)
        query.node = {};
    return query;
}

JobQuery joined(const JobQuery &kept, const JobQuery &typed)
{
    JobQuery query = typed;
    if (!query.state)
        query.state = kept.state;
    if (query.queue.isEmpty())
        query.queue = kept.queue;
    if (!query.entity)
        query.entity = kept.entity;
    if (query.node.isEmpty())
        query.node = kept.node;
    return query;
}

} // namespace muster
