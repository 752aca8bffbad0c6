// SPDX-License-Identifier: Apache-2.0
#include "ui/jobs/JsonText.h"

#include "core/base/Limits.h"
#include "core/domain/SecretMask.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

struct JsonTextTr {
    Q_DECLARE_TR_FUNCTIONS(JsonText)
};

const QString kMask = QStringLiteral("••••••••"); // As core/domain/SecretMask writes it.

//! How deep brackets are nested outside of texts, and where it gets too deep.
qsizetype tooDeepAt(const QString &text)
{
    int depth = 0;
    bool isText = false;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text.at(i);
        if (isText && c == u'\\')
            ++i;
        else if (c == u'"')
            isText = !isText;
        else if (!isText && (c == u'{' || c == u'['))
            ++depth;
        else if (!isText && (c == u'}' || c == u']'))
            --depth;
        if (depth >= limits::kJsonDepth)
            return i;
    }
    return -1;
}

JsonFault faultAt(const QString &text, qsizetype at, const QString &what)
{
    JsonFault fault{what, std::clamp<qsizetype>(at, 0, text.size())};
    const QStringView before = QStringView(text).left(fault.at);
    fault.line = static_cast<int>(before.count(u'\n')) + 1;
    fault.column = static_cast<int>(fault.at - (before.lastIndexOf(u'\n') + 1)) + 1;
    return fault;
}

//! Whether the parser stands behind what it blames.
bool isBehind(QJsonParseError::ParseError error)
{
    return error == QJsonParseError::MissingNameSeparator || error == QJsonParseError::UnterminatedObject
        || error == QJsonParseError::UnterminatedArray || error == QJsonParseError::MissingValueSeparator;
}

QString wordsOf(QJsonParseError::ParseError error)
{
    switch (error) {
    case QJsonParseError::UnterminatedObject:
        return JsonTextTr::tr("an object does not end: a } or a comma is missing");
    case QJsonParseError::UnterminatedArray:
        return JsonTextTr::tr("a list does not end: a ] or a comma is missing");
    case QJsonParseError::MissingNameSeparator:
        return JsonTextTr::tr("a colon is missing between a name and its value");
    case QJsonParseError::MissingValueSeparator:
        return JsonTextTr::tr("a comma is missing between two values");
    case QJsonParseError::UnterminatedString:
        return JsonTextTr::tr("a text does not end: a \" is missing");
    case QJsonParseError::MissingObject:
        return JsonTextTr::tr("a value is missing");
    case QJsonParseError::IllegalNumber:
    case QJsonParseError::TerminationByNumber:
        return JsonTextTr::tr("this is no number");
    case QJsonParseError::IllegalEscapeSequence:
        return JsonTextTr::tr("this escape is not known");
    case QJsonParseError::GarbageAtEnd:
        return JsonTextTr::tr("more follows after the value");
    default:
        return JsonTextTr::tr("this is no JSON value; texts and names stand in \"quotes\"");
    }
}

//! \a json, which is right, on several lines; its texts and numbers letter for letter, for a parser rounds large numbers.
QString laidOut(const QString &json)
{
    QString out;
    int depth = 0;
    bool isText = false;
    const auto newLine = [&] { out += u'\n' + QString(depth * 4, u' '); };
    for (qsizetype i = 0; i < json.size(); ++i) {
        const QChar c = json.at(i);
        if (isText) {
            out += c;
            if (c == u'\\' && i + 1 < json.size())
                out += json.at(++i);
            isText = c != u'"';
        } else if (c == u'{' || c == u'[') {
            out += c;
            qsizetype next = i + 1;
            while (next < json.size() && json.at(next).isSpace())
                ++next;
            if (next < json.size() && (json.at(next) == u'}' || json.at(next) == u']')) {
                out += json.at(i = next);
                continue;
            }
            ++depth;
            newLine();
        } else if (c == u'}' || c == u']') {
            --depth;
            newLine();
            out += c;
        } else if (c == u',') {
            out += c;
            newLine();
        } else if (!c.isSpace()) {
            isText = c == u'"';
            out += c;
            if (c == u':')
                out += u' ';
        }
    }
    return out;
}

int countOf(const QJsonValue &value, const QJsonValue &hidden)
{
    if (value.isObject()) {
        int count = 0;
        const QJsonObject object = value.toObject();
        const QJsonObject other = hidden.toObject();
        for (auto it = object.begin(); it != object.end(); ++it)
            count += countOf(it.value(), other.value(it.key()));
        return count + (hidden.isObject() ? 0 : 1);
    }
    if (!value.isArray())
        return value == hidden ? 0 : 1;
    int count = 0;
    const QJsonArray array = value.toArray();
    for (qsizetype i = 0; i < array.size(); ++i)
        count += countOf(array.at(i), hidden.toArray().at(i));
    return count + (hidden.isArray() ? 0 : 1);
}

int masksIn(const QJsonValue &value)
{
    int count = value.toString() == kMask ? 1 : 0;
    const QJsonObject object = value.toObject();
    for (const auto &one : object)
        count += masksIn(one);
    const QJsonArray array = value.toArray();
    for (const auto &one : array)
        count += masksIn(one);
    return count;
}

} // namespace

JsonFault jsonFaultOf(const QString &text)
{
    if (text.trimmed().isEmpty())
        return {};
    const QByteArray bytes = text.toUtf8();
    if (bytes.size() > limits::kJobPayloadBytes)
        return faultAt(text, text.size(), JsonTextTr::tr("a payload has at most 1 MB"));
    if (const qsizetype deep = tooDeepAt(text); deep >= 0)
        return faultAt(text, deep, JsonTextTr::tr("it is nested deeper than %1 levels").arg(limits::kJsonDepth));
    QJsonParseError problem;
    // In an array: the parser takes only arrays and objects at the top.
    const QJsonArray values = QJsonDocument::fromJson('[' + bytes + ']', &problem).array();
    if (problem.error == QJsonParseError::NoError && values.size() == 1)
        return {};
    if (problem.error == QJsonParseError::NoError)
        return faultAt(text, text.indexOf(u','), JsonTextTr::tr("this is more than one value"));
    // Its offset counts bytes, and our bracket.
    const qsizetype at = QString::fromUtf8(bytes.left(std::max(0, problem.offset - 1))).size();
    const bool isOurEnd = problem.offset > bytes.size() + 1;
    return faultAt(text, isOurEnd ? text.size() : at - (isBehind(problem.error) ? 1 : 0), wordsOf(problem.error));
}

JsonShown shownJson(const QByteArray &json, JsonSecrets secrets)
{
    const QJsonDocument document = QJsonDocument::fromJson(json);
    if (!document.isObject() && !document.isArray())
        return {QString::fromUtf8(json), 0, 0};
    const QJsonValue whole = document.isObject() ? QJsonValue(document.object()) : QJsonValue(document.array());
    const QJsonValue hidden = masked(whole);
    JsonShown shown;
    shown.masked = countOf(whole, hidden);
    shown.withheld = masksIn(whole);
    if (secrets == JsonSecrets::Revealed || shown.masked == 0) {
        shown.text = laidOut(QString::fromUtf8(json));
        return shown;
    }
    const QJsonValue &value = hidden;
    const QJsonDocument out = value.isObject() ? QJsonDocument(value.toObject()) : QJsonDocument(value.toArray());
    shown.text = QString::fromUtf8(out.toJson(QJsonDocument::Indented)).trimmed();
    return shown;
}

} // namespace muster
