// SPDX-License-Identifier: Apache-2.0
#pragma once
// Finds out which dialect answers at an address, before anything is saved.

#include "core/cluster/Dialect.h"

#include <QObject>

namespace muster {

//! Asks the dialects one after the other; one run at a time, a new one drops the one before. GUI thread.
class ClusterProbe : public QObject
{
    Q_OBJECT

public:
    //! \a dialects: those that can be found over a network, in the order to ask.
    explicit ClusterProbe(const QList<const Dialect *> &dialects, QObject *parent = nullptr);

    //! Asks at \a url with \a token; \a dialect: only this one, or empty for any.
    void ask(const QUrl &url, const Secret &token, const QString &dialect = {});
    //! Drops the run; answered() will not come.
    void cancel();
    bool isAsking() const { return m_run != nullptr; }

Q_SIGNALS:
    //! Once for each ask() that was not dropped. Protocol when none of the dialects is spoken there.
    void answered(const muster::Result<muster::ProbeReport> &report);

private:
    void askNext();
    void take(const Result<ProbeReport> &report);

    const QList<const Dialect *> m_dialects;
    QList<const Dialect *> m_left;
    QUrl m_url;
    Secret m_token;
    QObject *m_run = nullptr; // Context of the run; deleting it drops the answer.
};

} // namespace muster
