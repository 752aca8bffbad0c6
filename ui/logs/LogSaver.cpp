// SPDX-License-Identifier: Apache-2.0
#include "ui/logs/LogSaver.h"

#include "core/base/PrivateFile.h"
#include "core/mirror/LogGather.h"
#include "ui/kit/ByteText.h"
#include "ui/kit/ErrorText.h"
#include "ui/kit/Icons.h"
#include "ui/kit/Toast.h"
#include "ui/logs/LogLineText.h"

#include <QFileDialog>
#include <QMenu>

namespace muster {

using namespace Qt::StringLiterals;

LogSaver::LogSaver(ClusterSession *session, const LogModel &model, QWidget *host)
    : QObject(host), m_session(session), m_model(model), m_host(host), m_toast(new Toast(host))
{
    connect(this, &LogSaver::saved, m_toast, [this](const Result<void> &outcome) {
        if (!outcome)
            m_toast->say(tr("The log was not saved: %1").arg(outcome.error().what));
    });
}

void LogSaver::fillMenu(QMenu *menu)
{
    const qsizetype listed = m_model.rows().count();
    menu->addAction(themedIcon("download"_L1), tr("Save the %1 lines that are listed…").arg(countText(listed)), this,
                    [this] { askFile(&LogSaver::saveListed); })
        ->setEnabled(listed > 0);
    menu->addAction(themedIcon("download"_L1), tr("Save all that is kept…"), this, [this] { askFile(&LogSaver::saveAll); })
        ->setEnabled(m_session && m_session->isLive());
}

void LogSaver::askFile(void (LogSaver::*save)(const QString &))
{
    auto *dialog = new QFileDialog(m_host, tr("Save the log"), {}, tr("Text (*.log *.txt)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(u"log"_s);
    QString name = m_model.source().text();
    dialog->selectFile(name.replace(u'/', u'-').replace(u':', u'-') + u".log"_s);
    connect(dialog, &QFileDialog::fileSelected, this, save);
    dialog->open();
}

void LogSaver::saveListed(const QString &file)
{
    QList<LogRow> rows;
    for (int row = 0; row < m_model.rows().count(); ++row)
        rows.append(m_model.rows().at(row));
    write(file, rows);
}

void LogSaver::saveAll(const QString &file)
{
    if (!m_session)
        return;
    auto *gather = new LogGather(m_session, m_model.source(), this);
    connect(gather, &LogGather::finished, this, [this, gather, file] {
        gather->deleteLater();
        if (gather->error()) {
            Q_EMIT saved(*gather->error());
            return;
        }
        QList<LogRow> rows;
        quint64 last = 0;
        for (const LogLine &line : gather->lines()) {
            if (line.number > last + 1)
                rows.append({.kind = LogRow::Kind::Dropped, .line = line, .missing = line.number - last - 1});
            rows.append({.kind = LogRow::Kind::Line, .line = line, .missing = 0});
            last = line.number;
        }
        write(file, rows);
    });
    gather->start();
}

void LogSaver::write(const QString &path, const QList<LogRow> &rows)
{
    QByteArray bytes;
    for (const LogRow &row : rows)
        bytes += logRowCopy(row).toUtf8() + '\n';
    const Result<void> written = writePrivateFile(path, bytes);
    if (written)
        m_toast->say(tr("Saved %1 lines").arg(countText(rows.size())));
    Q_EMIT saved(written);
}

} // namespace muster
