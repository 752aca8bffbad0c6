// SPDX-License-Identifier: Apache-2.0
#include "app/ctl/DialectFinder.h"

#include <memory>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

//! One search; kept by the continuation of the dialect that is being asked.
struct Search {
    ClusterAddress address;
    QObject *context = nullptr;
    QList<const Dialect *> left;
    Pending<const Dialect *> pending;
};

void askNext(const std::shared_ptr<Search> &search);

void take(const std::shared_ptr<Search> &search, const Dialect *dialect, const Result<ProbeReport> &report)
{
    // Whoever does not go by that name says so to every question; what he speaks is not known by it.
    const bool isMisdirected = !report && report.error().code == "wrong-host"_L1;
    if (report || (report.error().kind == ErrorKind::Refused && !isMisdirected)) // It is there, and wants to know who we are.
        return search->pending.finish(dialect);
    const bool isAnother = report.error().kind == ErrorKind::Protocol || report.error().kind == ErrorKind::NotFound;
    if (!isAnother || report.error().code.startsWith("tls-"_L1))
        return search->pending.finish(report.error());
    askNext(search);
}

void askNext(const std::shared_ptr<Search> &search)
{
    if (search->left.isEmpty())
        return search->pending.finish(
            Error{ErrorKind::Protocol, {}, u"%1 speaks nothing that this build knows"_s.arg(search->address.url.toString()), {}, {}});
    const Dialect *dialect = search->left.takeFirst();
    search->address.dialect = dialect->id();
    whenDone(search->context, dialect->probe(search->address, {}, search->context),
             [search, dialect](const Result<ProbeReport> &report) { take(search, dialect, report); });
}

} // namespace

Future<const Dialect *> findDialect(const ClusterAddress &address, QObject *context)
{
    const auto search = std::make_shared<Search>(Search{address, context, builtInDialects(), {}});
    askNext(search);
    return search->pending.future();
}

} // namespace muster
