// SPDX-License-Identifier: Apache-2.0
#pragma once
// Finds out which dialect answers at an address, before anything is saved.

#include "core/cluster/Dialect.h"

#include <QObject>

namespace muster {

//! Asks one dialect with the credentials; when something else answers there, the others without any, to say what it is.
//! One run at a time, a new one drops the one before. GUI thread.
class ClusterProbe : public QObject
{
    Q_OBJECT

public:
    //! \a dialects: those that can be found over a network.
    explicit ClusterProbe(const QList<const Dialect *> &dialects, QObject *parent = nullptr);

    //! Asks at \a address, in its dialect, with \a credentials.
    void ask(const ClusterAddress &address, const Credentials &credentials);
    //! Drops the run; answered() will not come.
    void cancel();
    bool isAsking() const { return m_run != nullptr; }

Q_SIGNALS:
    //! Once for each ask() that was not dropped. Protocol when the dialect is not spoken there; with code kSpeaksAnother and
    //! the other's title as field when another one is.
    void answered(const muster::Result<muster::ProbeReport> &report);

private:
    void takeFirst(const Result<ProbeReport> &report);
    void askOther();
    void finish(const Result<ProbeReport> &report);

    const QList<const Dialect *> m_dialects;
    QList<const Dialect *> m_others;
    ClusterAddress m_address;
    Result<ProbeReport> m_first = Error{};
    QObject *m_run = nullptr; // Context of the run; deleting it drops the answer.
};

} // namespace muster
