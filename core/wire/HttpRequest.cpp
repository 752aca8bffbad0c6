// SPDX-License-Identifier: Apache-2.0
#include "core/wire/HttpRequest.h"

#include <algorithm>

namespace muster
{

using namespace Qt::StringLiterals;

namespace
{

QString valueOf(const QList<NamedText> &items, QLatin1StringView name)
{
    const auto found = std::ranges::find_if(items, [name](const NamedText &item) { return item.name == name; });
    return found == items.end() ? QString() : found->value;
}

} // namespace

QLatin1StringView methodName(HttpMethod method)
{
    switch (method) {
    case HttpMethod::Get:
        return "GET"_L1;
    case HttpMethod::Head:
        return "HEAD"_L1;
    case HttpMethod::Post:
        return "POST"_L1;
    case HttpMethod::Put:
        return "PUT"_L1;
    case HttpMethod::Patch:
        return "PATCH"_L1;
    case HttpMethod::Delete:
        return "DELETE"_L1;
    case HttpMethod::Options:
        return "OPTIONS"_L1;
    case HttpMethod::Other:
        return "OTHER"_L1;
    }
    Q_UNREACHABLE();
}

QByteArrayView HttpRequest::header(QByteArrayView name) const
{
    for (const Field &field : fields) {
        if (field.nameSize == quint32(name.size()) &&
            qstrnicmp(head.constData() + field.nameAt, name.data(), size_t(name.size())) == 0)
            return QByteArrayView(head.constData() + field.valueAt, qsizetype(field.valueSize));
    }
    return {};
}

QString HttpRequest::path() const
{
    return u'/' + segments.join(u'/');
}

QString HttpRequest::queryText(QLatin1StringView name) const
{
    return valueOf(query, name);
}

Result<std::optional<qint64>> HttpRequest::queryInteger(QLatin1StringView name, qint64 least, qint64 most) const
{
    const QString text = queryText(name);
    if (text.isEmpty())
        return std::optional<qint64>();
    bool isNumber = false;
    const qint64 number = text.toLongLong(&isNumber);
    if (!isNumber || number < least || number > most)
        return invalid(QString(name), u"a whole number from %1 to %2 is wanted"_s.arg(least).arg(most));
    return std::optional<qint64>(number);
}

QString HttpRequest::pathText(QLatin1StringView name) const
{
    return valueOf(pathParameters, name);
}

} // namespace muster
