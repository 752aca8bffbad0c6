// SPDX-License-Identifier: Apache-2.0
#pragma once
// Names with values, a row each: the environment of an agent, or its secrets.

#include "core/base/Secret.h"

#include <QMap>
#include <QWidget>

class QVBoxLayout;

namespace muster {

class Button;
class Field;
class PlainLabel;

//! Secrets are typed hidden or taken from a file, and are never shown again; one that is kept already says so.
class NamedValues final : public QWidget
{
    Q_OBJECT

public:
    enum class Kind { Variables, Secrets };
    NamedValues(Kind kind, QWidget *parent);

    //! Adds a row with \a value.
    void add(const QString &name, const QString &value);
    //! Adds a secret whose value the cluster has.
    void addKept(const QString &name);
    //! What is filled in; empty rows do not count. Invalid names the row that is wrong, and marks it.
    Result<QMap<QString, QString>> values();
    //! The same of secrets, without those that stay as they are.
    Result<QMap<QString, Secret>> secrets();
    //! Names whose values stay as they are.
    QStringList kept() const;
    //! What stands there, checked or not, for a preview; of variables.
    QMap<QString, QString> shown() const;
    //! Every name, for a preview.
    QStringList names() const;
    Button *addButton() const { return m_add; }

Q_SIGNALS:
    //! Something was typed, added or taken away.
    void changed();

private:
    struct Row {
        QWidget *whole;
        Field *name;
        Field *value;
        bool isKept;
        bool isFromFile; // Then `fromFile` is the value, and the field names the file.
        Secret fromFile;
    };
    void addRow(const QString &name, const QString &value, bool isKept);
    void removeRow(const QWidget *whole);
    void takeFile(const QWidget *whole);
    Result<void> check();
    QString nameOf(const Row &row) const;

    Kind m_kind;
    QVBoxLayout *m_column;
    Button *m_add;
    QList<Row> m_rows;
};

} // namespace muster
