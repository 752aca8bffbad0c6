// SPDX-License-Identifier: Apache-2.0
#pragma once
// How a worker joins: the command to run, and the news that it did.

#include "core/base/TlsPin.h"
#include "core/domain/Node.h"
#include "ui/shell/Sheet.h"

#include <QSet>
#include <QUrl>

namespace muster {

class PlainLabel;

//! What the command needs.
struct JoinFacts {
    QString cluster;       //!< Shown.
    QUrl url;              //!< Of the control plane.
    QString joinTokenFile; //!< On this machine; empty when the control plane runs elsewhere.
    TlsPin pin = {};       //!< Of the control plane's certificate; empty when authorities vouch for it, or without TLS.
};

//! `musterd --join URL --join-token-file F [--pin sha256:HEX]`, with the path quoted for a shell where it must be. An unknown file is
//! written as the placeholder DIR/join.token.
QString joinCommand(const JoinFacts &facts);

//! What the waiting line says about nodes that were not there at first.
enum class JoinStage { Waiting, Announced, Joined };
struct JoinNews {
    JoinStage stage = JoinStage::Waiting;
    QString words;
    bool operator==(const JoinNews &) const = default;
};
//! \a before: ids that were known when the dialog opened. \a now: the clock that beats are measured with.
JoinNews joinNews(const QSet<NodeId> &before, const QList<Node> &nodes, Timestamp now);

//! Shows the command and waits; never says more than was seen. GUI thread.
class AddWorkerDialog : public Sheet
{
    Q_OBJECT

public:
    AddWorkerDialog(const JoinFacts &facts, const QList<Node> &nodes, QWidget *parent);

    //! Looks again; call it when nodes changed and once a second.
    void look(const QList<Node> &nodes, Timestamp now);
    const JoinNews &news() const { return m_news; }

private:
    void buildFacts(const JoinFacts &facts);
    void buildCommand(const JoinFacts &facts);
    void buildWaiting();

    QSet<NodeId> m_before;
    JoinNews m_news;
    class WaitShape;
    WaitShape *m_shape = nullptr;
    PlainLabel *m_waiting = nullptr;
    Button *m_close = nullptr;
};

} // namespace muster
