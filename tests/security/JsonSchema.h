// SPDX-License-Identifier: Apache-2.0
#pragma once
// Holds a JSON value against a schema of resources/openapi.yaml. Source: JSON Schema 2020-12, as far as that file uses it.

#include <QDateTime>
#include <QJsonArray>
#include <QJsonObject>
#include <QRegularExpression>

#include <cmath>

namespace muster {

//! Reads "$ref" within one document, which must outlive it.
class JsonSchema
{
public:
    explicit JsonSchema(const QJsonObject &document) : m_document(document) {}

    //! The object that "#/a/b" names, or \a object itself.
    QJsonObject resolved(QJsonObject object) const
    {
        while (object.contains(QStringLiteral("$ref"))) {
            const QStringList steps = object[QStringLiteral("$ref")].toString().split(u'/').sliced(1);
            object = m_document;
            for (const QString &step : steps)
                object = object[step].toObject();
        }
        return object;
    }
    //! What is wrong with \a value, with its path; empty when nothing is.
    QString faultIn(const QJsonValue &value, const QJsonObject &given, const QString &path = QStringLiteral("$")) const
    {
        const QJsonObject schema = resolved(given);
        if (const QString fault = faultOfType(value, schema); !fault.isEmpty())
            return path + u' ' + fault;
        const QJsonArray parts = schema[QStringLiteral("allOf")].toArray();
        for (const QJsonValue &part : parts) {
            if (part.toObject().contains(QStringLiteral("if")))
                continue; // Of requests alone.
            if (const QString fault = faultIn(value, part.toObject(), path); !fault.isEmpty())
                return fault;
        }
        if (value.isObject())
            return faultInObject(value.toObject(), schema, path);
        if (value.isArray())
            return faultInArray(value.toArray(), schema, path);
        const QString fault = value.isString() ? faultInText(value.toString(), schema) : faultInNumber(value, schema);
        return fault.isEmpty() ? QString() : path + u' ' + fault;
    }

private:
    static QString typeOf(const QJsonValue &value)
    {
        static const QStringList names{QStringLiteral("null"), QStringLiteral("boolean"), QStringLiteral("number"), QStringLiteral("string"),
                                       QStringLiteral("array"), QStringLiteral("object")};
        return names.value(int(value.type())); // As QJsonValue::Type counts.
    }
    static QString faultOfType(const QJsonValue &value, const QJsonObject &schema)
    {
        if (schema.contains(QStringLiteral("const")) && value != schema[QStringLiteral("const")])
            return QStringLiteral("is not the constant");
        if (schema.contains(QStringLiteral("enum")) && !schema[QStringLiteral("enum")].toArray().contains(value))
            return QStringLiteral("is not one of the words");
        const QJsonValue type = schema[QStringLiteral("type")];
        if (type.isUndefined())
            return {};
        const QJsonArray types = type.isArray() ? type.toArray() : QJsonArray{type};
        const bool isWhole = value.isDouble() && value.toDouble() == std::floor(value.toDouble());
        if (types.contains(typeOf(value)) || (isWhole && types.contains(QStringLiteral("integer"))))
            return {};
        return QStringLiteral("is a ") + typeOf(value);
    }
    QString faultInObject(const QJsonObject &object, const QJsonObject &schema, const QString &path) const
    {
        const QJsonArray required = schema[QStringLiteral("required")].toArray();
        for (const QJsonValue &name : required) {
            if (!object.contains(name.toString()))
                return path + QStringLiteral(" lacks ") + name.toString();
        }
        if (object.size() > schema[QStringLiteral("maxProperties")].toInt(INT_MAX))
            return path + QStringLiteral(" has too many properties");
        const QJsonObject properties = schema[QStringLiteral("properties")].toObject();
        const QJsonObject others = schema[QStringLiteral("additionalProperties")].toObject();
        for (auto it = object.begin(); it != object.end(); ++it) {
            const QJsonObject of = properties.contains(it.key()) ? properties[it.key()].toObject() : others;
            if (const QString fault = faultIn(it.value(), of, path + u'.' + it.key()); !fault.isEmpty())
                return fault;
        }
        return {};
    }
    QString faultInArray(const QJsonArray &array, const QJsonObject &schema, const QString &path) const
    {
        if (array.size() > schema[QStringLiteral("maxItems")].toInt(INT_MAX))
            return path + QStringLiteral(" has too many items");
        for (qsizetype i = 0; i < array.size(); ++i) {
            const QString at = path + QStringLiteral("[%1]").arg(i);
            if (const QString fault = faultIn(array[i], schema[QStringLiteral("items")].toObject(), at); !fault.isEmpty())
                return fault;
        }
        return {};
    }
    static QString faultInText(const QString &text, const QJsonObject &schema)
    {
        if (text.size() > schema[QStringLiteral("maxLength")].toInt(INT_MAX) || text.size() < schema[QStringLiteral("minLength")].toInt(0))
            return QStringLiteral("has the wrong length");
        const QString pattern = schema[QStringLiteral("pattern")].toString();
        if (!pattern.isEmpty() && !QRegularExpression(pattern).match(text).hasMatch())
            return QStringLiteral("has another form");
        const bool isTime = schema[QStringLiteral("format")].toString() == QStringLiteral("date-time");
        return isTime && !QDateTime::fromString(text, Qt::ISODateWithMs).isValid() ? QStringLiteral("is no time") : QString();
    }
    static QString faultInNumber(const QJsonValue &value, const QJsonObject &schema)
    {
        if (!value.isDouble())
            return {};
        const bool isIn = value.toDouble() >= schema[QStringLiteral("minimum")].toDouble(-HUGE_VAL)
            && value.toDouble() <= schema[QStringLiteral("maximum")].toDouble(HUGE_VAL);
        return isIn ? QString() : QStringLiteral("is out of range");
    }

    const QJsonObject &m_document;
};

} // namespace muster
