// SPDX-License-Identifier: Apache-2.0
// What a person does on the page of the audit log: keys, the proof, the export.
#include "core/base/Limits.h"
#include "core/base/PrivateFile.h"
#include "core/domain/AuditJson.h"
#include "ui/audit/AuditDetails.h"
#include "ui/audit/AuditLogPage.h"
#include "ui/kit/Button.h"
#include "ui/kit/ByteText.h"
#include "ui/kit/ErrorText.h"
#include "ui/kit/Field.h"
#include "ui/kit/Note.h"
#include "ui/kit/RelativeTime.h"
#include "ui/kit/Toast.h"

#include <QApplication>
#include <QClipboard>
#include <QFileDialog>
#include <QFileInfo>
#include <QJsonDocument>
#include <QKeyEvent>
#include <QListView>

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

//! j and k are the arrows.
int arrowOf(const QKeyEvent &key)
{
    return key.key() == Qt::Key_J ? Qt::Key_Down : key.key() == Qt::Key_K ? Qt::Key_Up : 0;
}

} // namespace

void AuditLogPage::verify()
{
    if (!m_session || !m_session->isLive())
        return;
    m_verify->setRefusal(tr("The chain is being followed."));
    m_proof->setWords(NodeStatus::Joining, tr("Following the chain…"), tr("A million entries take some seconds."));
    m_proof->setDetails({});
    m_proved.reset();
    m_proof->show();
    whenDone(this, m_session->cluster().verifyAudit(), [this](const Result<AuditProof> &proof) { showProof(proof); });
}

void AuditLogPage::showProof(const Result<AuditProof> &proof)
{
    showState(); // The button is offered again.
    if (!proof) {
        const ErrorWords words = errorWords(proof.error());
        m_proof->setWords(NodeStatus::Degraded, words.heading, words.advice);
        m_proof->setDetails(words.details);
        return;
    }
    m_proved = *proof;
    m_provedAt = clockText(m_session ? m_session->clock().now() : Timestamp());
    showProofAge();
    m_proof->setDetails(proof->head.isEmpty() ? QString() : tr("Head: %1").arg(QString::fromLatin1(proof->head.toHex())));
}

//! Says when that was, and what it says nothing of: entries that came since.
void AuditLogPage::showProofAge()
{
    if (!m_proved)
        return;
    const AuditProof &proof = *m_proved;
    const QString count = countText(static_cast<qint64>(proof.entries));
    const QString heading = proof.isWhole          ? tr("The chain of %1 entries is whole").arg(count)
                            : proof.firstBroken > 0 ? tr("The chain is broken at entry %1").arg(proof.firstBroken)
                                                    : tr("The chain is broken");
    // Numbers have no gaps; a search may hide the newest.
    const bool hasNewest = m_model->search().isEmpty() && m_model->rowCount() > 0;
    const quint64 newest = hasNewest ? m_model->entryAt(0).number : 0;
    const quint64 since = newest > proof.entries ? newest - proof.entries : 0;
    QString when = tr("Checked at %1.").arg(m_provedAt);
    if (since > 0)
        when += u' ' + (since == 1 ? tr("1 entry came since.") : tr("%1 entries came since.").arg(countText(static_cast<qint64>(since))));
    m_proof->setWords(proof.isWhole ? NodeStatus::Online : NodeStatus::Failed, heading, u"%1 %2"_s.arg(when, proof.text));
}

void AuditLogPage::closeProof()
{
    const bool hadFocus = m_proof->isAncestorOf(focusWidget());
    m_proof->hide();
    m_proved.reset();
    if (hadFocus)
        focusList();
}

void AuditLogPage::showOnly(const QString &search)
{
    m_field->setText(search);
    m_typing.stop();
    m_model->setSearch(search);
}

void AuditLogPage::askFile()
{
    auto *dialog = new QFileDialog(this, tr("Export the audit log"), {}, tr("JSON lines (*.ndjson)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(u"ndjson"_s);
    dialog->selectFile(u"audit.ndjson"_s);
    connect(dialog, &QFileDialog::fileSelected, this, &AuditLogPage::exportTo);
    dialog->open();
}

void AuditLogPage::exportTo(const QString &file)
{
    m_export->setRefusal(tr("The entries are being read."));
    m_lines.clear();
    m_written = 0;
    collect(file, 0);
}

//! Reads page after page; the file is written when all of them are there, so that there is never half of one.
void AuditLogPage::collect(const QString &file, quint64 before)
{
    if (!m_session)
        return endExport(file, tr("The cluster is not open any more."));
    const AuditQuery query{.before = before, .most = limits::kAuditPage, .search = m_model->search()};
    whenDone(this, m_session->cluster().audit(query), [this, file](const Result<AuditPage> &page) {
        if (!page)
            return endExport(file, errorLine(page.error()));
        for (const AuditEntry &entry : page->entries)
            m_lines += QJsonDocument(toJson(entry)).toJson(QJsonDocument::Compact) + '\n';
        m_written += static_cast<int>(page->entries.size());
        if (page->hasMore && !page->entries.isEmpty() && m_written < AuditModel::kMost)
            return collect(file, page->entries.constLast().number);
        const Result<void> written = writePrivateFile(file, m_lines); // It tells of addresses and names.
        endExport(file, written ? QString() : errorLine(written.error()));
    });
}

void AuditLogPage::endExport(const QString &file, const QString &failure)
{
    m_lines.clear();
    showState();
    const QString name = QFileInfo(file).fileName();
    m_toast->say(!failure.isEmpty()  ? failure
                 : m_written == 1 ? tr("Wrote 1 entry to %1").arg(name)
                                  : tr("Wrote %1 entries to %2").arg(countText(m_written), name));
    Q_EMIT exported(failure);
}

bool AuditLogPage::takeKey(const QKeyEvent &key)
{
    if (key.matches(QKeySequence::Copy)) {
        QModelIndexList selected = m_list->selectionModel()->selectedIndexes();
        std::ranges::sort(selected, {}, &QModelIndex::row);
        QStringList lines;
        for (const QModelIndex &index : std::as_const(selected))
            lines += index.data().toString();
        QApplication::clipboard()->setText(lines.join(u'\n'));
        return true;
    }
    if (key.key() == Qt::Key_Return || key.key() == Qt::Key_Enter) {
        openCurrent();
        return true;
    }
    if (key.matches(QKeySequence::Find) || key.key() == Qt::Key_Slash) {
        focusFilter();
        return true;
    }
    if (const int arrow = arrowOf(key); arrow != 0 && key.modifiers() == Qt::NoModifier) {
        QKeyEvent moved(key.type(), arrow, Qt::NoModifier);
        QApplication::sendEvent(m_list, &moved);
        return true;
    }
    return key.key() == Qt::Key_Escape && !m_details->isHidden() && clearFilter();
}

bool AuditLogPage::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    const auto &key = *static_cast<QKeyEvent *>(event);
    if (watched == m_list && takeKey(key))
        return true;
    if (watched == m_field && key.key() == Qt::Key_Escape && !m_field->text().isEmpty()) {
        m_field->clear();
        return true;
    }
    if (watched == m_field && key.key() == Qt::Key_Down) {
        focusList();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace muster
