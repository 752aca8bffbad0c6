// SPDX-License-Identifier: Apache-2.0
#pragma once
// One run of musterctl: asks the cluster, prints, ends with an exit code.

#include "app/ctl/CtlOptions.h"
#include "app/shared/ExitCode.h"
#include "core/cluster/Cluster.h"

#include <QObject>

#include <functional>
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
    void showStatus();
    void withNode(std::function<void(const Node &, Timestamp)> act);
    void removeNode(const Node &node);
    void pingNode(const Node &node);
    void followEvents();
    void takeLink(const LinkReport &link);
    //! Prints the error and ends.
    void fail(const Error &error);
    //! Prints \a text and ends.
    void succeed(const QString &text);

    const CtlOptions m_options;
    std::unique_ptr<Cluster> m_cluster;
    bool m_wasLive = false;
};

//! To standard output, at once. Ends the program quietly when nobody reads any more.
void print(const QString &text);
//! "musterctl: …" to standard error.
void printError(const Error &error);

} // namespace muster
