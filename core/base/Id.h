// SPDX-License-Identifier: Apache-2.0
#pragma once
// Strong text identifiers: a NodeId cannot be passed where a JobId is wanted.

#include "core/base/Result.h"

#include <QHashFunctions>
#include <QString>

namespace muster {

//! Whether \a text is `[A-Za-z0-9][A-Za-z0-9._-]{1,63}`, the grammar of ids and names of nodes, entities and tenants.
//! Source: interface.md, Names.
inline bool isIdText(QStringView text)
{
    if (text.size() < 2 || text.size() > 64)
        return false;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const char16_t c = text[i].unicode();
        const bool alphanumeric = (c >= u'0' && c <= u'9') || (c >= u'A' && c <= u'Z') || (c >= u'a' && c <= u'z');
        if (!alphanumeric && (i == 0 || (c != u'.' && c != u'_' && c != u'-')))
            return false;
    }
    return true;
}

//! An identifier of one kind of thing. Tag is an empty struct that names the kind.
template <typename Tag>
class Id
{
public:
    Id() = default;
    explicit Id(QString text) : m_text(std::move(text)) {}

    //! The id of \a text, or Invalid blaming \a field when the grammar forbids it.
    static Result<Id> parse(const QString &text, const QString &field)
    {
        if (!isIdText(text))
            return invalid(field, QStringLiteral("an id has 2 to 64 characters of A-Z a-z 0-9 . _ - and begins with "
                                                 "a letter or digit"));
        return Id(text);
    }

    const QString &text() const { return m_text; }
    bool isEmpty() const { return m_text.isEmpty(); }

    bool operator==(const Id &) const = default;
    bool operator<(const Id &other) const { return m_text < other.m_text; }

private:
    QString m_text;
};

template <typename Tag>
size_t qHash(const Id<Tag> &id, size_t seed = 0)
{
    return qHash(id.text(), seed);
}

} // namespace muster
