// SPDX-License-Identifier: Apache-2.0
#pragma once
// What resources/openapi.yaml says of bodies, as far as tst_RouteFuzz needs it.

#include <QList>
#include <QRegularExpression>
#include <QStringList>

#include <optional>

namespace muster {

//! One field of a body, as described.
struct Property {
    QString name;
    QStringList types;
    std::optional<double> least;
    std::optional<double> most;
    std::optional<int> longest;
    bool isRequired = false;
};

//! One operation that takes a body.
struct Operation {
    QByteArray method;
    QByteArray path;
    QString schema;
    QList<int> statuses;
};

//! The parts of the description that we need; reads the shape that our file has, by its indentation.
class ApiDescription
{
public:
    explicit ApiDescription(const QString &text) : m_lines(text.split(u'\n')) {}

    QList<Operation> operations() const
    {
        static const QRegularExpression path(QStringLiteral("^  (/\\S*):$"));
        static const QRegularExpression method(QStringLiteral("^    (get|put|post|delete):$"));
        static const QRegularExpression schema(QStringLiteral("^              \\$ref: \"#/components/schemas/(\\w+)\""));
        static const QRegularExpression status(QStringLiteral("^        \"(\\d+)\":"));
        QList<Operation> all;
        QByteArray at;
        for (const QString &line : m_lines) {
            if (const auto found = path.match(line); found.hasMatch())
                at = found.captured(1).toLatin1();
            else if (const auto verb = method.match(line); verb.hasMatch())
                all.append({verb.captured(1).toUpper().toLatin1(), at, {}, {}});
            else if (const auto name = schema.match(line); name.hasMatch() && !all.isEmpty() && all.last().statuses.isEmpty())
                all.last().schema = name.captured(1);
            else if (const auto code = status.match(line); code.hasMatch() && !all.isEmpty())
                all.last().statuses.append(code.captured(1).toInt());
        }
        all.removeIf([](const Operation &one) { return one.schema.isEmpty(); });
        return all;
    }
    QList<Property> properties(const QString &schema) const
    {
        static const QRegularExpression required(QStringLiteral("^      required: \\[(.*)\\]$"));
        static const QRegularExpression part(QStringLiteral("^        - \\{\\$ref: \"#/components/schemas/(\\w+)\"\\}$"));
        static const QRegularExpression property(QStringLiteral("^        (\\w+):(.*)$"));
        QList<Property> all;
        QStringList names;
        QStringList blocks;
        for (qsizetype i = m_lines.indexOf(QStringLiteral("    %1:").arg(schema)) + 1; i < m_lines.size() && m_lines[i].startsWith(u"      "); ++i) {
            if (const auto found = required.match(m_lines[i]); found.hasMatch())
                names = found.captured(1).split(QStringLiteral(", "));
            else if (const auto other = part.match(m_lines[i]); other.hasMatch())
                all += properties(other.captured(1));
            else if (const auto own = property.match(m_lines[i]); own.hasMatch())
                all.append(read(own.captured(1), own.captured(2)));
            else if (m_lines[i].startsWith(u"          ") && !all.isEmpty() && all.last().types.isEmpty())
                all.last() = read(all.last().name, m_lines[i]); // The type of one that is described in several lines.
        }
        for (Property &one : all)
            one.isRequired = one.isRequired || names.contains(one.name);
        return all;
    }

private:
    static Property read(const QString &name, const QString &text)
    {
        static const QRegularExpression types(QStringLiteral("\\btype: (\\w+|\\[[^\\]]*\\])"));
        static const QRegularExpression word(QStringLiteral("\\w+"));
        const auto number = [&text](const QString &key) -> std::optional<double> {
            const auto found = QRegularExpression(key + QStringLiteral(": (\\d+)")).match(text);
            return found.hasMatch() ? std::optional(found.captured(1).toDouble()) : std::nullopt;
        };
        Property one{name, {}, number(QStringLiteral("minimum")), number(QStringLiteral("maximum")), {}, false};
        if (const std::optional<double> longest = number(QStringLiteral("maxLength")))
            one.longest = int(*longest);
        auto found = word.globalMatch(types.match(text).captured(1));
        while (found.hasNext())
            one.types.append(found.next().captured());
        if (text.contains(QStringLiteral("$ref")) || text.contains(QStringLiteral("enum"))) // Id, Role, Tier and the like: all of them words.
            one.types = QStringList{QStringLiteral("string")};
        return one;
    }

    const QStringList m_lines;
};

} // namespace muster
