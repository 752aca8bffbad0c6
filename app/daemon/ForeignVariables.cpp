// SPDX-License-Identifier: Apache-2.0
#include "app/daemon/ForeignVariables.h"

#include "core/base/Id.h"
#include "core/base/Limits.h"

#include <QUrl>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

//! Values are never repeated in messages: these carry passwords.
Result<void> checkUrl(const GivenText &given, const QStringList &schemes)
{
    const QUrl url(given.text, QUrl::StrictMode);
    if (!url.isValid() || !schemes.contains(url.scheme()))
        return invalid(given.field, u"%1: expected an address that begins with %2://"_s.arg(given.field, schemes.first()));
    return {};
}

Result<void> checkQueueProvider(const GivenText &given)
{
    if (given.text == "bullmq"_L1)
        return Error{.kind = ErrorKind::Unsupported,
                     .where = {},
                     .what = u"QUEUE_PROVIDER=bullmq: this build has no BullMQ queue"_s,
                     .code = {},
                     .field = given.field};
    if (given.text != "auto"_L1 && given.text != "memory"_L1)
        return invalid(given.field, u"%1: must be auto, memory or bullmq"_s.arg(given.field));
    return {};
}

Result<void> checkOne(const GivenText &given)
{
    if (given.field == "QUEUE_PROVIDER"_L1)
        return checkQueueProvider(given);
    if (given.field == "QUEUE_REDIS_URL"_L1 || given.field == "REDIS_URL"_L1)
        return checkUrl(given, {u"redis"_s, u"rediss"_s});
    if (given.field == "DATABASE_URL"_L1)
        return checkUrl(given, {u"postgres"_s, u"postgresql"_s, u"sqlite"_s, u"file"_s, u"mysql"_s, u"libsql"_s});
    if (given.field == "CLUSTER_DEFAULT_NODE_NAME"_L1 && !isIdText(given.text))
        return invalid(given.field, u"%1: not a node's name"_s.arg(given.field));
    if (given.field == "QUEUE_PREFIX"_L1 && given.text.size() > 128)
        return invalid(given.field, u"%1: at most 128 characters"_s.arg(given.field));
    return {};
}

} // namespace

Result<void> readForeignVariables(const DaemonArguments &given, LocalNodeOptions *node, QStringList *warnings)
{
    MUSTER_TRY(attempts, given.number(u"QUEUE_DEFAULT_ATTEMPTS"_s, 1, limits::kJobAttempts));
    MUSTER_TRY(backoff, given.number(u"QUEUE_DEFAULT_BACKOFF_MS"_s, 0, limits::kJobBackoffMost.count()));
    node->jobDefaults.attempts = int(attempts.value_or(node->jobDefaults.attempts));
    node->jobDefaults.backoff = milliseconds(backoff.value_or(node->jobDefaults.backoff.count()));
    const QStringList names{u"QUEUE_PROVIDER"_s, u"QUEUE_REDIS_URL"_s,           u"REDIS_URL"_s,
                            u"QUEUE_PREFIX"_s,   u"CLUSTER_DEFAULT_NODE_NAME"_s, u"DATABASE_URL"_s};
    for (const QString &name : names) {
        const std::optional<GivenText> one = given.variable(name);
        if (!one)
            continue;
        MUSTER_CHECK(checkOne(*one));
        if (name == "CLUSTER_DEFAULT_NODE_NAME"_L1)
            node->defaultNode = one->text;
        else
            warnings->append(u"%1 is ignored: this build has nothing that uses it"_s.arg(name));
    }
    return {};
}

} // namespace muster
