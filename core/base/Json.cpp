// SPDX-License-Identifier: Apache-2.0
#include "core/base/Json.h"

#include "core/base/JsonBounds.h"

#include <QJsonDocument>

#include <algorithm>
#include <cmath>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

bool hasControlCharacter(const QString &text)
{
    return std::ranges::any_of(text, [](QChar c) { return c.unicode() < 0x20 || c.unicode() == 0x7f; });
}

} // namespace

Result<QJsonObject> parseJsonObject(const QByteArray &bytes)
{
    const JsonSize size = jsonSize(bytes); // Qt's parser stops at 1,024 levels only.
    if (size.depth > limits::kJsonDepth)
        return invalid({}, u"the JSON is nested deeper than %1 levels"_s.arg(limits::kJsonDepth));
    if (size.values > kJsonValues)
        return invalid({}, u"the JSON has more than %1 values"_s.arg(kJsonValues));
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson(bytes, &problem);
    if (problem.error != QJsonParseError::NoError)
        return invalid({}, u"the body is not JSON: %1 at byte %2"_s.arg(problem.errorString()).arg(problem.offset));
    if (!document.isObject())
        return invalid({}, u"the body must be a JSON object"_s);
    return document.object();
}

bool JsonReader::has(QLatin1StringView key) const
{
    const QJsonValue value = m_object.value(key);
    return !value.isUndefined() && !value.isNull();
}

QString JsonReader::pathOf(QLatin1StringView key) const
{
    return m_path.isEmpty() ? QString(key) : m_path + u'.' + key;
}

void JsonReader::blame(const Error &error)
{
    if (!m_error)
        m_error = error;
}

void JsonReader::blame(QLatin1StringView key, const QString &what)
{
    blame(invalid(pathOf(key), u"%1: %2"_s.arg(pathOf(key), what)));
}

Result<void> JsonReader::check() const
{
    if (m_error)
        return *m_error;
    return {};
}

QString JsonReader::text(QLatin1StringView key, qsizetype most)
{
    if (!has(key)) {
        blame(key, u"is missing"_s);
        return {};
    }
    return optionalText(key, most);
}

QString JsonReader::optionalText(QLatin1StringView key, qsizetype most)
{
    if (!has(key))
        return {};
    const QJsonValue value = m_object.value(key);
    if (!value.isString()) {
        blame(key, u"must be a string"_s);
        return {};
    }
    QString text = value.toString();
    if (text.size() > most) {
        blame(key, u"has more than %1 characters"_s.arg(most));
        return {};
    }
    if (hasControlCharacter(text)) {
        blame(key, u"contains a control character"_s);
        return {};
    }
    return text;
}

std::optional<qint64> JsonReader::optionalInteger(QLatin1StringView key, qint64 least, qint64 most)
{
    const std::optional<double> number = optionalNumber(key, static_cast<double>(least), static_cast<double>(most));
    if (!number)
        return std::nullopt;
    if (std::floor(*number) != *number) {
        blame(key, u"must be a whole number"_s);
        return std::nullopt;
    }
    return m_object.value(key).toInteger();
}

qint64 JsonReader::integer(QLatin1StringView key, qint64 least, qint64 most)
{
    if (!has(key))
        blame(key, u"is missing"_s);
    return optionalInteger(key, least, most).value_or(least);
}

std::optional<double> JsonReader::optionalNumber(QLatin1StringView key, double least, double most)
{
    if (!has(key))
        return std::nullopt;
    const QJsonValue value = m_object.value(key);
    if (!value.isDouble()) {
        blame(key, u"must be a number"_s);
        return std::nullopt;
    }
    const double number = value.toDouble();
    if (!std::isfinite(number) || number < least || number > most) {
        blame(key, u"must be between %1 and %2"_s.arg(least, 0, 'g', 12).arg(most, 0, 'g', 12));
        return std::nullopt;
    }
    return number;
}

bool JsonReader::boolean(QLatin1StringView key, bool otherwise)
{
    if (!has(key))
        return otherwise;
    const QJsonValue value = m_object.value(key);
    if (!value.isBool())
        blame(key, u"must be true or false"_s);
    return value.toBool(otherwise);
}

std::optional<Timestamp> JsonReader::optionalTime(QLatin1StringView key)
{
    if (!has(key))
        return std::nullopt;
    const Result<Timestamp> time = Timestamp::fromIso8601(text(key), pathOf(key));
    if (!time) {
        blame(key, time.error().what);
        return std::nullopt;
    }
    return *time;
}

QStringList JsonReader::texts(QLatin1StringView key, int most)
{
    QStringList list;
    const QJsonArray items = array(key, most);
    for (qsizetype i = 0; i < items.size(); ++i) {
        const QString item = items[i].toString();
        const bool usable =
            items[i].isString() && item.size() <= limits::kNodeTextCharacters && !hasControlCharacter(item);
        if (!usable) {
            const QString place = u"%1[%2]"_s.arg(pathOf(key)).arg(i);
            blame(invalid(place, u"%1: must be a short string without control characters"_s.arg(place)));
            return {};
        }
        list << item;
    }
    return list;
}

QJsonArray JsonReader::array(QLatin1StringView key, qsizetype most)
{
    if (!has(key))
        return {};
    const QJsonValue value = m_object.value(key);
    if (!value.isArray()) {
        blame(key, u"must be an array"_s);
        return {};
    }
    const QJsonArray items = value.toArray();
    if (items.size() > most) {
        blame(key, u"has more than %1 items"_s.arg(most));
        return {};
    }
    return items;
}

QJsonObject JsonReader::object(QLatin1StringView key)
{
    if (!has(key))
        return {};
    const QJsonValue value = m_object.value(key);
    if (!value.isObject())
        blame(key, u"must be an object"_s);
    return value.toObject();
}

QJsonValue jsonOrNull(const std::optional<qint64> &value)
{
    return value ? QJsonValue(*value) : QJsonValue();
}

QJsonValue jsonOrNull(const std::optional<int> &value)
{
    return value ? QJsonValue(*value) : QJsonValue();
}

QJsonValue jsonOrNull(const std::optional<double> &value)
{
    return value ? QJsonValue(*value) : QJsonValue();
}

QJsonValue jsonOrNull(const std::optional<Timestamp> &value)
{
    return value ? QJsonValue(value->toIso8601()) : QJsonValue();
}

QJsonValue jsonOrNull(const std::optional<milliseconds> &value)
{
    return value ? QJsonValue(qint64(value->count())) : QJsonValue();
}

QJsonValue jsonOrNull(const QString &text)
{
    return text.isEmpty() ? QJsonValue() : QJsonValue(text);
}

} // namespace muster
