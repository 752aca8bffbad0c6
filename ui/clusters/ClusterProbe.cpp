// SPDX-License-Identifier: Apache-2.0
#include "ui/clusters/ClusterProbe.h"

#include "ui/clusters/ProbeFailure.h"

namespace muster {

ClusterProbe::ClusterProbe(const QList<const Dialect *> &dialects, QObject *parent)
    : QObject(parent), m_dialects(dialects)
{
}

void ClusterProbe::ask(const ClusterAddress &address, const Credentials &credentials)
{
    cancel();
    m_address = address;
    m_others.clear();
    const Dialect *wanted = nullptr;
    for (const Dialect *one : m_dialects) {
        if (one->id() == address.dialect)
            wanted = one;
        else
            m_others.append(one);
    }
    m_run = new QObject(this);
    if (!wanted) {
        finish(unsupported(QStringLiteral("this build speaks no %1").arg(address.dialect)));
        return;
    }
    whenDone(m_run, wanted->probe(address, credentials, m_run),
             [this](const Result<ProbeReport> &report) { takeFirst(report); });
}

void ClusterProbe::cancel()
{
    delete m_run;
    m_run = nullptr;
}

void ClusterProbe::takeFirst(const Result<ProbeReport> &report)
{
    const bool isAnother = !report && (report.error().kind == ErrorKind::Protocol || report.error().kind == ErrorKind::NotFound);
    if (!isAnother || report.error().code.startsWith(QLatin1StringView("tls-"))) {
        finish(report);
        return;
    }
    m_first = report;
    askOther();
}

void ClusterProbe::askOther()
{
    if (m_others.isEmpty()) {
        finish(m_first);
        return;
    }
    const Dialect *other = m_others.takeFirst();
    ClusterAddress address = m_address;
    address.dialect = other->id();
    // Without credentials: what was typed is meant for another product.
    whenDone(m_run, other->probe(address, {}, m_run), [this, other](const Result<ProbeReport> &report) {
        const bool isThere = report || report.error().kind == ErrorKind::Refused;
        if (!isThere) {
            askOther();
            return;
        }
        Error error = m_first.error();
        error.code = kSpeaksAnother;
        error.field = other->title();
        finish(error);
    });
}

void ClusterProbe::finish(const Result<ProbeReport> &report)
{
    m_run->deleteLater();
    m_run = nullptr;
    Q_EMIT answered(report);
}

} // namespace muster
