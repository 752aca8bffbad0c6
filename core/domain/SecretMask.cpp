// SPDX-License-Identifier: Apache-2.0
#include "core/domain/SecretMask.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QStringList>

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

bool speaksOfSecret(const QString &name)
{
    static const QStringList words{u"token"_s, u"password"_s, u"passwd"_s, u"secret"_s, u"authorization"_s, u"credential"_s};
    const bool isKey = name.compare("key"_L1, Qt::CaseInsensitive) == 0 || name.endsWith("_key"_L1, Qt::CaseInsensitive)
                       || name.endsWith("-key"_L1, Qt::CaseInsensitive) || name.endsWith("apikey"_L1, Qt::CaseInsensitive)
                       || name.endsWith("Key"_L1);
    return isKey || std::ranges::any_of(words, [&name](const QString &word) { return name.contains(word, Qt::CaseInsensitive); });
}

//! "max_tokens": 512 counts what models read; a number is no token.
bool isCount(const QString &name, const QJsonValue &value)
{
    return value.isDouble() && name.endsWith("tokens"_L1, Qt::CaseInsensitive);
}

} // namespace

QJsonValue masked(const QJsonValue &value)
{
    if (value.isArray()) {
        QJsonArray array = value.toArray();
        for (qsizetype i = 0; i < array.size(); ++i)
            array[i] = masked(array.at(i));
        return array;
    }
    if (!value.isObject())
        return value;
    QJsonObject object = value.toObject();
    for (auto it = object.begin(); it != object.end(); ++it)
        it.value() = speaksOfSecret(it.key()) && !it.value().isNull() && !isCount(it.key(), it.value()) ? QJsonValue(u"••••••••"_s) : masked(it.value());
    return object;
}

} // namespace muster
