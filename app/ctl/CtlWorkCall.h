// SPDX-License-Identifier: Apache-2.0
#pragma once
// The verbs of musterctl on entities, their pins and the nodes that take them. A part of CtlCall.

#include "app/ctl/ChangeOutput.h"
#include "app/ctl/CtlAnswer.h"
#include "app/ctl/CtlOptions.h"
#include "app/ctl/CtlRestore.h"
#include "core/cluster/Cluster.h"

#include <functional>

namespace muster {

//! Lives until its answer is there; one thread, the cluster's.
class CtlWorkCall final : public QObject
{
    Q_OBJECT
public:
    //! \a cluster and \a options must outlive it.
    CtlWorkCall(Cluster &cluster, const CtlOptions &options, CtlAsk ask, QObject *parent = nullptr);
    Q_DISABLE_COPY_MOVE(CtlWorkCall)

    //! Runs options.verb, which must be one of those on entities, assignments, or places of nodes; once. Errors as the verbs of
    //! Cluster; NotFound, too, for an entity or node that is not there.
    Future<CtlAnswer> run();

private:
    void withEntities(std::function<void(const QList<EntityState> &)> act);
    void withEntity(std::function<void(const EntityState &)> act);
    //! The same for a cluster that tells only of all.
    void withEntityAmongAll(std::function<void(const EntityState &)> act);
    void withNode(std::function<void(const Node &)> act);
    void addEntity();
    void wouldAdd();
    void listEntities();
    void showEntity();
    void changeEntity();
    //! Again, with what is there now, when somebody else was faster.
    void changeNow(const QList<FieldChange> &changes, const EntityRequest &request);
    void removeEntity();
    void removeNow(const EntityState &state);
    void setAssignment();
    void pin(const EntityState &state, const Node &node);
    void clearAssignment();
    void listAssignments();
    void rankNodes();
    void cordon();
    void drain();
    void stopDrain();
    //! Ends with what \a changed came to: a sentence, or the node.
    void tellNode(const Future<Node> &changed, const QString &sentence);
    void would(const CtlChange &change);
    void finish(const QString &text);
    void fail(const Error &error);

    Cluster &m_cluster;
    const CtlOptions &m_options;
    const CtlAsk m_ask;
    Timestamp m_takenAt; // When the nodes were read, by the control plane's clock.
    int m_tries = 0;      // Of changing an entity.
    Pending<CtlAnswer> m_answer;
};

} // namespace muster
