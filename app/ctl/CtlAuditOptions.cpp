// SPDX-License-Identifier: Apache-2.0
#include "app/ctl/CtlAuditOptions.h"

#include "core/base/Limits.h"

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr int kShown = 100; // Unless told otherwise.
constexpr qsizetype kSearchCharacters = 256;

Result<void> readList(const CtlArguments &given, CtlOptions *options)
{
    options->audit.search = given.options.value(u"search"_s);
    if (options->audit.search.size() > kSearchCharacters)
        return invalid(u"--search"_s, u"--search: at most %1 characters"_s.arg(kSearchCharacters));
    bool isNumber = false;
    options->auditMost = given.options.value(u"limit"_s, QString::number(kShown)).toInt(&isNumber);
    if (!isNumber || options->auditMost < 1 || options->auditMost > limits::kAuditEntries)
        return invalid(u"--limit"_s, u"--limit: must be a whole number from 1 to %1"_s.arg(limits::kAuditEntries));
    return {};
}

Result<void> readVerify(const CtlArguments &given, CtlOptions *options)
{
    options->isOffline = given.has(u"export"_s);
    if (options->isOffline && given.has(u"against"_s))
        return invalid(u"--against"_s, u"--against asks the server and --export does not; give one of them"_s);
    options->file = given.options.value(options->isOffline ? u"export"_s : u"against"_s);
    return {};
}

} // namespace

Result<void> readAudit(const CtlArguments &given, const QStringList &words, CtlOptions *options)
{
    if (options->verb == CtlVerb::AuditList)
        return readList(given, options);
    if (options->verb == CtlVerb::AuditVerify)
        return readVerify(given, options);
    options->file = words.value(0);
    return {};
}

} // namespace muster
