// SPDX-License-Identifier: Apache-2.0
#include "ui/assignments/NamedValues.h"

#include "core/base/Limits.h"
#include "core/domain/AgentSettings.h"
#include "ui/kit/Button.h"
#include "ui/kit/Field.h"
#include "ui/kit/PlainLabel.h"
#include "ui/kit/Theme.h"

#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QVBoxLayout>

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

NamedValues::NamedValues(Kind kind, QWidget *parent)
    : QWidget(parent), m_kind(kind), m_column(new QVBoxLayout(this)),
      m_add(new Button("plus"_L1, kind == Kind::Secrets ? tr("Add secret") : tr("Add variable"), ButtonKind::Quiet, this))
{
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(scaled(6));
    auto *row = new QHBoxLayout;
    row->addWidget(m_add);
    row->addStretch(1);
    m_column->addLayout(row);
    m_add->setAutoDefault(false);
    connect(m_add, &QPushButton::clicked, this, [this] {
        addRow({}, {}, false);
        m_rows.last().name->setFocus();
    });
}

void NamedValues::add(const QString &name, const QString &value)
{
    addRow(name, value, false);
}

void NamedValues::addKept(const QString &name)
{
    addRow(name, {}, true);
}

void NamedValues::addRow(const QString &name, const QString &value, bool isKept)
{
    const int most = m_kind == Kind::Secrets ? limits::kEntitySecrets : limits::kAgentVariables;
    if (m_rows.size() >= most)
        return;
    const bool isSecret = m_kind == Kind::Secrets;
    auto *whole = new QWidget(this);
    auto *line = new QHBoxLayout(whole);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(scaled(6));
    auto *key = new Field(isSecret ? tr("Name of the secret") : tr("Name of the variable"), whole);
    key->setPlaceholderText(tr("NAME"));
    key->setText(name);
    key->setFixedWidth(scaled(168));
    key->setReadOnly(isKept);
    auto *text = new Field(isSecret ? tr("Value of the secret") : tr("Value of the variable"), whole);
    text->setText(value);
    text->setEchoMode(isSecret ? QLineEdit::Password : QLineEdit::Normal);
    text->setPlaceholderText(isKept ? tr("kept as it is; type to replace it") : isSecret ? tr("typed hidden, never shown again") : tr("value"));
    line->addWidget(key);
    line->addWidget(text, 1);
    if (isSecret) {
        auto *file = new IconButton("folder"_L1, tr("Take the value from a file"), whole);
        line->addWidget(file);
        connect(file, &QToolButton::clicked, this, [this, whole] { takeFile(whole); });
    }
    auto *remove = new IconButton("close"_L1, isSecret ? tr("Forget this secret") : tr("Remove this variable"), whole);
    remove->setIconPixels(18);
    line->addWidget(remove);
    m_column->insertWidget(m_column->count() - 1, whole);
    m_rows.append({whole, key, text, isKept, false, {}});
    connect(remove, &QToolButton::clicked, this, [this, whole] { removeRow(whole); });
    connect(key, &QLineEdit::textEdited, this, [this, key] {
        key->setInvalid({});
        Q_EMIT changed();
    });
    connect(text, &QLineEdit::textEdited, this, &NamedValues::changed);
    Q_EMIT changed();
}

void NamedValues::removeRow(const QWidget *whole)
{
    for (qsizetype i = 0; i < m_rows.size(); ++i) {
        if (m_rows[i].whole != whole)
            continue;
        m_rows[i].whole->hide();
        m_rows[i].whole->deleteLater();
        m_rows.removeAt(i);
        break;
    }
    m_add->setFocus();
    Q_EMIT changed();
}

void NamedValues::takeFile(const QWidget *whole)
{
    const QString path = QFileDialog::getOpenFileName(this, tr("File with the secret"));
    const auto row = std::ranges::find(m_rows, whole, [](const Row &one) { return static_cast<const QWidget *>(one.whole); });
    if (path.isEmpty() || row == m_rows.end())
        return;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly) || file.size() > limits::kEntitySecretBytes) {
        row->value->setInvalid(tr("%1 cannot be read, or is longer than 64 KiB.").arg(QFileInfo(path).fileName()));
        return;
    }
    row->fromFile = Secret(file.readAll());
    row->isFromFile = true;
    row->isKept = false;
    row->value->clear();
    row->value->setReadOnly(true);
    row->value->setInvalid({});
    row->value->setPlaceholderText(tr("from %1").arg(QFileInfo(path).fileName()));
    Q_EMIT changed();
}

QString NamedValues::nameOf(const Row &row) const
{
    return row.name->text().trimmed();
}

Result<void> NamedValues::check()
{
    const QString field = m_kind == Kind::Secrets ? u"secrets"_s : u"env"_s;
    QStringList seen;
    for (const Row &row : std::as_const(m_rows)) {
        const QString name = nameOf(row);
        if (name.isEmpty() && row.value->text().isEmpty() && !row.isFromFile)
            continue;
        QString wrong;
        if (!isVariableName(name))
            wrong = tr("A name is of A-Z a-z 0-9 _ and does not begin with a digit.");
        else if (seen.contains(name))
            wrong = tr("%1 is there twice.").arg(name);
        else if (m_kind == Kind::Secrets && !row.isKept && !row.isFromFile && row.value->text().isEmpty())
            wrong = tr("%1 has no value.").arg(name);
        row.name->setInvalid(wrong);
        if (!wrong.isEmpty()) {
            row.name->setFocus();
            return invalid(field, wrong);
        }
        seen.append(name);
    }
    return {};
}

Result<QMap<QString, QString>> NamedValues::values()
{
    if (const Result<void> checked = check(); !checked)
        return checked.error();
    QMap<QString, QString> values;
    for (const Row &row : std::as_const(m_rows)) {
        if (!nameOf(row).isEmpty())
            values.insert(nameOf(row), row.value->text());
    }
    return values;
}

Result<QMap<QString, Secret>> NamedValues::secrets()
{
    if (const Result<void> checked = check(); !checked)
        return checked.error();
    QMap<QString, Secret> values;
    for (const Row &row : std::as_const(m_rows)) {
        const bool isReplaced = row.isFromFile || !row.value->text().isEmpty();
        if (!nameOf(row).isEmpty() && isReplaced)
            values.insert(nameOf(row), row.isFromFile ? row.fromFile : Secret(row.value->text().toUtf8()));
    }
    return values;
}

QStringList NamedValues::kept() const
{
    QStringList names;
    for (const Row &row : m_rows) {
        if (row.isKept && row.value->text().isEmpty())
            names.append(nameOf(row));
    }
    return names;
}

QMap<QString, QString> NamedValues::shown() const
{
    QMap<QString, QString> values;
    for (const Row &row : m_rows) {
        if (!nameOf(row).isEmpty())
            values.insert(nameOf(row), row.value->text());
    }
    return values;
}

QStringList NamedValues::names() const
{
    QStringList names;
    for (const Row &row : m_rows) {
        if (!nameOf(row).isEmpty())
            names.append(nameOf(row));
    }
    return names;
}

} // namespace muster
