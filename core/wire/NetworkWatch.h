// SPDX-License-Identifier: Apache-2.0
#pragma once
// Tells when this machine's network changes, so that links need not wait for silence to find out.

#include <QNetworkInformation>
#include <QObject>
#include <QTimer>

namespace muster
{

//! What the system says of the network; not whether any server can be reached.
struct NetworkFacts {
    QNetworkInformation::Reachability reachability = QNetworkInformation::Reachability::Unknown;
    QNetworkInformation::TransportMedium medium = QNetworkInformation::TransportMedium::Unknown;

    bool operator==(const NetworkFacts &) const = default;
};

//! Sends nothing and asks nobody but this machine. GUI thread.
class NetworkWatch final : public QObject
{
    Q_OBJECT
public:
    explicit NetworkWatch(QObject *parent = nullptr);
    Q_DISABLE_COPY_MOVE(NetworkWatch)

    //! Watches from now on. False when this system tells nothing (no NetworkManager, no GLib); then changed() never comes.
    bool start();
    //! What the system says now; the first is only remembered.
    void take(const NetworkFacts &facts);

Q_SIGNALS:
    //! Gone, back, or another one: once, when it has been still for a moment. Also when it was gone only briefly.
    void changed();

private:
    NetworkFacts m_facts;
    bool m_hasFacts = false;
    QTimer m_settle;
};

} // namespace muster
