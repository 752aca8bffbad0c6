// SPDX-License-Identifier: Apache-2.0
#pragma once
// The connections that one client keeps to its server, and the calls that wait for one. Used by HttpClient.

#include "core/wire/TlsTrust.h"

#include <QList>
#include <QObject>
#include <QPointer>
#include <QUrl>

#include <functional>

namespace muster
{

class ClientLine;

//! Lends out lines, at most six at a time; who comes later waits. One thread.
class ClientLines final : public QObject
{
    Q_OBJECT
public:
    using Taker = std::function<void(ClientLine *)>;

    ClientLines(QUrl server, QObject *parent);

    //! Calls \a take, at once if it can be, with a line whose server \a trust has decided about; give it back when done
    //! with it. Never, once \a asker is dead.
    void lend(QObject *asker, const TlsTrust &trust, Taker take);
    //! The line is kept if it can be used again, else dropped.
    void giveBack(ClientLine *line);
    //! No connection that was made until now is lent out again, nor counted. From now on those under \a trust are kept.
    void retire(const TlsTrust &trust);

private:
    struct Waiting {
        QPointer<QObject> asker;
        TlsTrust trust;
        Taker take;
    };

    void serve();
    ClientLine *lineFor(const TlsTrust &trust);

    const QUrl m_server;
    TlsTrust m_trust;          // Of those that are kept.
    QList<ClientLine *> m_free; // Children, as all lines.
    QList<ClientLine *> m_busy;
    QList<Waiting> m_waiting;
};

} // namespace muster
