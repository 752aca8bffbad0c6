// SPDX-License-Identifier: Apache-2.0
#include "app/daemon/HostedOptions.h"

#include "core/base/Limits.h"

#include <QRegularExpression>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

Result<void> readCapabilities(const DaemonArguments &given, LocalNodeOptions *node)
{
    static const QRegularExpression form(u"\\A[A-Za-z0-9][A-Za-z0-9._:+-]{0,63}\\z"_s);
    const auto list = given.find(u"capabilities"_s, {u"WORKER_CAPABILITIES"_s});
    if (!list)
        return {};
    node->capabilities = commaItems(list->text);
    node->capabilities.removeDuplicates();
    if (node->capabilities.size() > limits::kNodeCapabilities)
        return invalid(list->field, u"%1: at most %2 capabilities"_s.arg(list->field).arg(limits::kNodeCapabilities));
    for (const QString &one : std::as_const(node->capabilities)) {
        if (!form.match(one).hasMatch())
            return invalid(list->field, u"%1: \"%2\" is not a capability; use A-Z a-z 0-9 . _ : + -"_s
                                            .arg(list->field, one.left(80)));
    }
    return {};
}

Result<void> readAllowed(const DaemonArguments &given, LocalNodeOptions *node)
{
    const auto list = given.find(u"allow"_s, {});
    if (!list)
        return {};
    node->allowed.emplace();
    if (list->text == "none"_L1)
        return {};
    const QStringList words = commaItems(list->text);
    for (const QString &word : words) {
        MUSTER_TRY(kind, entityKindOf(word, list->field));
        if (!node->allowed->contains(kind))
            node->allowed->append(kind);
    }
    return {};
}

Result<void> readTags(const DaemonArguments &given, LocalNodeOptions *node)
{
    const auto list = given.variable(u"NODE_TAGS"_s);
    const QStringList tags = list ? commaItems(list->text) : QStringList();
    if (tags.size() > limits::kNodeLabels)
        return invalid(list->field, u"%1: at most %2 tags"_s.arg(list->field).arg(limits::kNodeLabels));
    for (const QString &tag : tags) {
        const QString key = tag.section(u'=', 0, 0).trimmed();
        const QString value = tag.contains(u'=') ? tag.section(u'=', 1).trimmed() : u"true"_s;
        if (!isIdText(key) || value.isEmpty() || value.size() > limits::kNodeTextCharacters)
            return invalid(list->field, u"%1: \"%2\" is not TAG or NAME=VALUE"_s.arg(list->field, tag.left(80)));
        node->labels.insert(key, value);
    }
    return {};
}

} // namespace

Result<void> readHosted(const DaemonArguments &given, LocalNodeOptions *node)
{
    MUSTER_CHECK(readCapabilities(given, node));
    MUSTER_CHECK(readAllowed(given, node));
    return readTags(given, node);
}

} // namespace muster
