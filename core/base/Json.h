// SPDX-License-Identifier: Apache-2.0
#pragma once
// Checked readers of JSON from outside: each puts the path of the field to blame into the Error. Unknown is null.

#include "core/base/Limits.h"
#include "core/base/Timestamp.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QStringList>

#include <optional>

namespace muster {

//! Parses one JSON object. Invalid for bad syntax, another type, deeper nesting than limits::kJsonDepth, or a string or
//! array beyond its limit. Field "" is the document.
Result<QJsonObject> parseJsonObject(const QByteArray &bytes);

//! Reads the fields of one object; \a path is where it stands in the document, e.g. "agents[2]".
//! The first wrong field is kept in error() and later reads give defaults: read all, then check once.
class JsonReader
{
public:
    explicit JsonReader(QJsonObject object, QString path = {}) : m_object(std::move(object)), m_path(std::move(path)) {}

    //! A string of at most \a most characters without control characters; absent or null is an error.
    QString text(QLatin1StringView key, qsizetype most = limits::kNodeTextCharacters);
    //! The same; absent or null is empty.
    QString optionalText(QLatin1StringView key, qsizetype most = limits::kNodeTextCharacters);
    //! A whole number in [least, most]; absent or null is nullopt. 1.5, "1" and 1e300 are errors.
    std::optional<qint64> optionalInteger(QLatin1StringView key, qint64 least, qint64 most);
    qint64 integer(QLatin1StringView key, qint64 least, qint64 most);
    //! A finite number in [least, most]; absent or null is nullopt.
    std::optional<double> optionalNumber(QLatin1StringView key, double least, double most);
    //! true or false; absent or null is \a otherwise.
    bool boolean(QLatin1StringView key, bool otherwise);
    std::optional<Timestamp> optionalTime(QLatin1StringView key);
    //! A list of at most \a most strings of at most limits::kNodeTextCharacters; absent or null is empty.
    QStringList texts(QLatin1StringView key, int most);
    //! An array of at most \a most items; absent or null is empty.
    QJsonArray array(QLatin1StringView key, qsizetype most);
    //! An object; absent or null is empty.
    QJsonObject object(QLatin1StringView key);
    bool has(QLatin1StringView key) const;

    //! The path of \a key from the document's top.
    QString pathOf(QLatin1StringView key) const;
    //! Keeps \a error if it is the first.
    void blame(const Error &error);
    //! Blames \a key with \a what.
    void blame(QLatin1StringView key, const QString &what);
    //! The first error met, or done.
    Result<void> check() const;

private:
    QJsonObject m_object;
    QString m_path;
    std::optional<Error> m_error;
};

//! \a value as JSON, or null when it is unknown.
QJsonValue jsonOrNull(const std::optional<qint64> &value);
QJsonValue jsonOrNull(const std::optional<int> &value);
QJsonValue jsonOrNull(const std::optional<double> &value);
QJsonValue jsonOrNull(const std::optional<Timestamp> &value);
QJsonValue jsonOrNull(const std::optional<milliseconds> &value);
//! \a text as JSON, or null when it is empty.
QJsonValue jsonOrNull(const QString &text);

} // namespace muster
