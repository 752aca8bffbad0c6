// SPDX-License-Identifier: Apache-2.0
#pragma once
// How a worker joins: what to do on a new machine, whether a running one is reachable, and the news that one came.

#include "core/domain/Node.h"
#include "ui/clusters/JoinPanel.h"
#include "ui/shell/Sheet.h"

#include <QSet>

namespace muster {

class PlainLabel;
class ReachPanel;
class SegmentedControl;

//! What the waiting line says about nodes that were not there at first.
enum class JoinStage { Waiting, Announced, Joined };
struct JoinNews {
    JoinStage stage = JoinStage::Waiting;
    QString words;
    bool operator==(const JoinNews &) const = default;
};
//! \a before: ids that were known when the dialog opened. \a now: the clock that beats are measured with.
JoinNews joinNews(const QSet<NodeId> &before, const QList<Node> &nodes, Timestamp now);

//! Through what the dialog makes tokens and tests addresses.
struct JoinDoors {
    Cluster *cluster = nullptr;
    Features features = Feature::Announce;
};

//! Shows the commands and waits; never says more than was seen. GUI thread.
class AddWorkerDialog : public Sheet
{
    Q_OBJECT

public:
    AddWorkerDialog(const JoinFacts &facts, const QList<Node> &nodes, QWidget *parent, const JoinDoors &doors = {});

    //! Looks again; call it when nodes changed and once a second.
    void look(const QList<Node> &nodes, Timestamp now);
    const JoinNews &news() const { return m_news; }
    //! The two ways; each is there only where the cluster has its verbs.
    enum class Way { New, Running };
    void showWay(Way way);
    JoinPanel *join() const { return m_join; }
    ReachPanel *reach() const { return m_reach; }

private:
    void buildChoice();
    void buildWaiting();

    QSet<NodeId> m_before;
    JoinNews m_news;
    class WaitShape;
    SegmentedControl *m_ways = nullptr;
    JoinPanel *m_join = nullptr;
    ReachPanel *m_reach = nullptr;
    WaitShape *m_shape = nullptr;
    PlainLabel *m_waiting = nullptr;
    Button *m_close = nullptr;
};

} // namespace muster
