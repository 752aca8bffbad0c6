// SPDX-License-Identifier: Apache-2.0
#include "core/wire/NetworkWatch.h"

#include <chrono>

namespace muster
{

namespace
{

//! A laptop that moves goes through several states within a moment.
constexpr std::chrono::milliseconds kSettle{500};

} // namespace

NetworkWatch::NetworkWatch(QObject *parent) : QObject(parent)
{
    m_settle.setSingleShot(true);
    m_settle.setInterval(kSettle);
    connect(&m_settle, &QTimer::timeout, this, &NetworkWatch::changed);
}

bool NetworkWatch::start()
{
    if (!QNetworkInformation::loadBackendByFeatures(QNetworkInformation::Feature::Reachability))
        return false;
    QNetworkInformation *const network = QNetworkInformation::instance();
    const auto read = [this, network] { take({network->reachability(), network->transportMedium()}); };
    connect(network, &QNetworkInformation::reachabilityChanged, this, read);
    connect(network, &QNetworkInformation::transportMediumChanged, this, read);
    read();
    return true;
}

void NetworkWatch::take(const NetworkFacts &facts)
{
    const bool isOther = m_hasFacts && facts != m_facts;
    m_facts = facts;
    m_hasFacts = true;
    if (isOther)
        m_settle.start();
}

} // namespace muster
