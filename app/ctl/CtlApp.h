// SPDX-License-Identifier: Apache-2.0
#pragma once
// One run of musterctl: finds the cluster, lets the verb ask it, prints, ends with an exit code.

#include "app/ctl/CtlCall.h"
#include "app/ctl/CtlOptions.h"
#include "app/ctl/EventReplay.h"
#include "app/shared/SignalHandler.h"
#include "core/base/Clock.h"
#include "core/cluster/Cluster.h"
#include "core/cluster/Dialect.h"
#include "core/domain/Node.h"

#include <QHash>
#include <QObject>

#include <memory>

namespace muster {

//! Ends through QCoreApplication::exit().
class CtlApp final : public QObject
{
    Q_OBJECT
public:
    explicit CtlApp(CtlOptions options, QObject *parent = nullptr);
    ~CtlApp() override;
    Q_DISABLE_COPY_MOVE(CtlApp)

    //! Begins; call with the event loop about to run.
    void start();

private:
    void takeDialect(const Result<const Dialect *> &found);
    void ask();
    void takeAnswer(const Result<CtlAnswer> &answer);
    void followEvents();
    void showEvents();
    void tell(const ClusterEvent &event);
    void sayMissed();
    void takeLink(const LinkReport &link);
    //! Prints the error, and what may help, and ends.
    void fail(const Error &error);
    void end(const Error &error);

    CtlOptions m_options;
    const SystemClock m_clock;
    std::unique_ptr<Cluster> m_cluster;
    std::unique_ptr<SignalHandler> m_signals; // While a log is followed.
    std::unique_ptr<CtlCall> m_call;
    std::unique_ptr<EventReplay> m_replay;
    QHash<NodeId, Node> m_toldNodes; // As their last events had them.
    std::optional<SteadyTime> m_lostSince; // Set from a loss until the stream is live again.
    bool m_wasLive = false;
};

//! To standard output, at once. Ends the program quietly when nobody reads any more.
void print(const QByteArray &bytes);
//! "musterctl: …" to standard error, naming the option to blame.
void printError(const Error &error);

} // namespace muster
