// SPDX-License-Identifier: Apache-2.0
#pragma once
// A Cluster with one log, which a test writes and whose feed it breaks.

#include "core/base/Limits.h"
#include "core/cluster/Cluster.h"

#include <algorithm>

namespace muster {

//! Keeps every line; a page has what was asked for. Feeds are told by write(). One thread, its own.
class LogCluster final : public Cluster
{
public:
    QList<LogLine> lines;
    QList<LogQuery> asked;
    std::optional<Error> logError; //!< What log() fails with, when set.
    bool canFollow = true;
    Features can = Feature::Follow | Feature::Logs;

    Features features() const override { return can; }
    LinkReport link() const override { return m_link; }
    Future<ClusterSnapshot> snapshot() override
    {
        ClusterSnapshot state;
        state.position = {QStringLiteral("e1"), 1};
        state.takenAt = {1'800'000'000'000};
        return ready(state);
    }
    Future<LogPage> log(LogQuery query, Actor = {}) override
    {
        return onThreadOf<LogPage>(this, [this, query] {
            asked += query;
            if (logError)
                return failed<LogPage>(*logError);
            LogPage page;
            qsizetype first = std::max<qsizetype>(0, lines.size() - query.most);
            if (query.after > 0) {
                const auto at = std::ranges::find_if(lines, [&](const LogLine &line) { return line.number > query.after; });
                first = at - lines.begin();
                page.hasMore = lines.size() - first > query.most;
            }
            page.lines = lines.mid(first, query.most);
            return ready(page);
        });
    }
    std::unique_ptr<LogFeed> followLog(LogSource, quint64 after, Actor = {}) override
    {
        ++follows;
        followedAfter = after;
        if (!canFollow)
            return nullptr;
        auto feed = std::make_unique<LogFeed>();
        m_feed = feed.get();
        return feed;
    }

    static LogLine line(quint64 number, const QString &text, LogStream stream = LogStream::Output)
    {
        return {.number = number, .at = {1'800'000'000'000 + static_cast<qint64>(number)}, .stream = stream,
                .node = NodeId(QStringLiteral("node-0")), .job = {}, .text = text};
    }
    //! Keeps lines \a from to \a to ("line N").
    void keep(quint64 from, quint64 to)
    {
        for (quint64 number = from; number <= to; ++number)
            lines += line(number, QStringLiteral("line %1").arg(number));
    }
    //! The same, and tells the feed.
    void write(quint64 from, quint64 to)
    {
        const qsizetype before = lines.size();
        keep(from, to);
        if (m_feed)
            Q_EMIT m_feed->arrived(lines.mid(before));
    }
    void write(const LogLine &one)
    {
        lines += one;
        if (m_feed)
            Q_EMIT m_feed->arrived({one});
    }
    void breakFeed(ErrorKind kind = ErrorKind::Unreachable)
    {
        LogFeed *feed = std::exchange(m_feed, nullptr);
        Q_EMIT feed->ended({kind, {}, QStringLiteral("it broke"), {}, {}});
    }
    bool isFollowed() const { return m_feed; }
    void setLink(LinkState link)
    {
        m_link.state = link;
        Q_EMIT linkChanged(m_link);
    }

    int follows = 0;
    quint64 followedAfter = 0;

protected:
    void startUp() override { setLink(LinkState::Live); }
    void shutDown() override { setLink(LinkState::Idle); }

private:
    LinkReport m_link;
    QPointer<LogFeed> m_feed; // Of whoever follows.
};

} // namespace muster
