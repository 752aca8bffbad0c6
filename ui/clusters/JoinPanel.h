// SPDX-License-Identifier: Apache-2.0
#pragma once
// What to do on a new machine so that it works for a cluster: the token, the file, the command.

#include "core/cluster/Cluster.h"

#include <QPointer>
#include <QUrl>
#include <QWidget>

namespace muster {

class Button;
class Field;
class FormRow;
class InlineError;
class IssuedPanel;

//! What the command needs.
struct JoinFacts {
    QString cluster;       //!< Shown.
    QUrl url;              //!< Of the control plane.
    QString joinTokenFile; //!< On this machine; empty when the control plane runs elsewhere.
    TlsPin pin = {};       //!< Of the control plane's certificate; empty when authorities vouch for it, or without TLS.
};

//! `musterd --join URL --join-token-file F [--pin sha256:HEX]`, with the path quoted for a shell where it must be. Without a file on
//! this machine it names join.token in the folder where tokenFileCommand() was run.
QString joinCommand(const JoinFacts &facts);
//! The line that takes the token into a file which its owner alone can read: the token itself never stands in a command.
QString tokenFileCommand();
//! Whether machines elsewhere can reach the control plane at all.
bool isOnlyHere(const JoinFacts &facts);

//! GUI thread.
class JoinPanel final : public QWidget
{
    Q_OBJECT

public:
    //! \a cluster makes the token; null when it makes none.
    JoinPanel(const JoinFacts &facts, Cluster *cluster, QWidget *parent);

    //! Makes a token for one worker, for one hour, bound to the name that was typed.
    void makeToken();
    //! Shows what was made, and the commands that go with it.
    void take(const Result<IssuedToken> &issued);
    Button *makeButton() const { return m_make; }
    //! Where the keyboard goes first.
    void focusFirst();

Q_SIGNALS:
    //! Words for the footer: "Copied."
    void said(const QString &text);

private:
    void addWords(const QString &text);
    void addFact(const QString &label, const QString &value);
    void addCommand(const QString &command, bool isMain);
    void buildHere();
    void buildMaking();
    void buildAsking();

    const JoinFacts m_facts;
    const QPointer<Cluster> m_cluster;
    QWidget *m_form = nullptr;
    Field *m_name = nullptr;
    FormRow *m_nameRow = nullptr;
    Button *m_make = nullptr;
    InlineError *m_error = nullptr;
    QPointer<QWidget> m_first;
};

} // namespace muster
