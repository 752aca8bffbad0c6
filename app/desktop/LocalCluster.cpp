// SPDX-License-Identifier: Apache-2.0
#include "app/desktop/LocalCluster.h"

#include "core/base/Log.h"
#include "core/base/PrivateFile.h"

#include <QFile>

namespace muster {

namespace {

using namespace Qt::StringLiterals;

constexpr quint16 kUsualPort = 3100;
constexpr QLatin1StringView kAddressInUse{"address-in-use"};

} // namespace

LocalCluster::LocalCluster(const Clock &clock, const QString &configFolder, quint16 port, QObject *parent)
    : QObject(parent), m_folder(configFolder + u"/local"_s), m_port(port == 0 ? kUsualPort : port), m_thread(clock)
{
}

LocalCluster::~LocalCluster()
{
    if (m_facts)
        QFile::remove(m_folder + u"/address"_s); // Nobody serves there any more.
}

Future<LocalNodeFacts> LocalCluster::open()
{
    if (m_facts)
        return muster::ready(*m_facts);
    Pending<LocalNodeFacts> pending;
    startOn(m_port, pending);
    return pending.future();
}

void LocalCluster::startOn(quint16 port, const Pending<LocalNodeFacts> &pending)
{
    LocalNodeOptions options;
    options.dataFolder = m_folder;
    options.port = port;
    whenDone(this, m_thread.start(options), [this, port, pending](const Result<LocalNodeFacts> &facts) {
        if (!facts && facts.error().codeOrDefault() == kAddressInUse && port != 0) {
            startOn(0, pending);
            return;
        }
        if (facts) {
            m_facts = *facts;
            writeAddress();
        }
        pending.finish(facts);
    });
}

void LocalCluster::writeAddress()
{
    const Result<void> written = writePrivateFile(m_folder + u"/address"_s, m_facts->url.toString().toUtf8() + '\n');
    if (!written)
        qCWarning(logApp, "The address of this machine could not be kept: %ls", qUtf16Printable(written.error().text()));
}

} // namespace muster
