// SPDX-License-Identifier: Apache-2.0
#include "ui/clusters/ClusterProbe.h"

namespace muster {

ClusterProbe::ClusterProbe(const QList<const Dialect *> &dialects, QObject *parent)
    : QObject(parent), m_dialects(dialects)
{
}

void ClusterProbe::ask(const QUrl &url, const Secret &token, const QString &dialect)
{
    cancel();
    m_url = url;
    m_token = token;
    m_left.clear();
    for (const Dialect *one : m_dialects) {
        if (dialect.isEmpty() || one->id() == dialect)
            m_left.append(one);
    }
    m_run = new QObject(this);
    askNext();
}

void ClusterProbe::cancel()
{
    delete m_run;
    m_run = nullptr;
}

void ClusterProbe::askNext()
{
    if (m_left.isEmpty()) {
        take(Error{.kind = ErrorKind::Protocol,
                   .where = QStringLiteral("probing"),
                   .what = QStringLiteral("no known control plane answers there"),
                   .code = {},
                   .field = {}});
        return;
    }
    const Dialect *dialect = m_left.takeFirst();
    const ClusterAddress address{.dialect = dialect->id(), .url = m_url};
    whenDone(m_run, dialect->probe(address, Credentials{.token = m_token}, m_run),
             [this](const Result<ProbeReport> &report) { take(report); });
}

void ClusterProbe::take(const Result<ProbeReport> &report)
{
    const bool mayBeAnother = !report && report.error().kind == ErrorKind::Protocol && !m_left.isEmpty();
    if (mayBeAnother) {
        askNext();
        return;
    }
    m_run->deleteLater();
    m_run = nullptr;
    Q_EMIT answered(report);
}

} // namespace muster
