// SPDX-License-Identifier: Apache-2.0
#include "app/ctl/CtlAuditCall.h"

#include "app/ctl/AuditOutput.h"
#include "app/ctl/CtlAuditFile.h"
#include "core/base/Limits.h"

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

CtlAuditCall::CtlAuditCall(Cluster &cluster, const CtlOptions &options, QObject *parent)
    : QObject(parent), m_cluster(cluster), m_options(options)
{
}

Future<CtlAnswer> CtlAuditCall::run()
{
    if (m_options.verb == CtlVerb::AuditList)
        list();
    else if (m_options.verb == CtlVerb::AuditVerify)
        verify();
    else
        beginExport();
    return m_answer.future();
}

void CtlAuditCall::list()
{
    AuditQuery query = m_options.audit;
    query.most = std::min<int>(limits::kAuditPage, m_options.auditMost - int(m_listed.size()));
    if (!m_listed.isEmpty())
        query.before = m_listed.constLast().number;
    whenDone(this, m_cluster.audit(query), [this](const Result<AuditPage> &page) {
        if (!page)
            return fail(page.error());
        m_listed += page->entries;
        if (page->hasMore && !page->entries.isEmpty() && m_listed.size() < m_options.auditMost)
            return list();
        CtlAnswer answer{auditText(m_listed, m_options.form).toUtf8()};
        if (page->hasMore)
            answer.complaint = Error{ErrorKind::Busy, {}, u"these are the newest %1, there are more; see --limit"_s.arg(m_listed.size()), {}, {}};
        m_answer.finish(answer);
    });
}

void CtlAuditCall::verify()
{
    if (m_options.file.isEmpty())
        return verifyNow({});
    const Result<AuditProof> exported = readExport(m_options.file, u"--against"_s);
    if (!exported)
        return fail(exported.error());
    if (!exported->isWhole)
        return fail(invalid(u"--against"_s, u"--against: %1 is not whole itself: %2"_s.arg(m_options.file, exported->text)));
    if (exported->entries == 0)
        return verifyNow(u"The export has no entries, and proves nothing of the log."_s);
    compareWith(*exported);
}

//! The chain makes one entry stand for all before it.
void CtlAuditCall::compareWith(const AuditProof &exported)
{
    whenDone(this, m_cluster.audit({.before = exported.entries + 1, .most = 1}), [this, exported](const Result<AuditPage> &page) {
        if (!page)
            return fail(page.error());
        const AuditEntry found = page->entries.value(0);
        if (found.number == exported.entries && found.hash == exported.head)
            return verifyNow(u"It still has all %1 entries of the export, unchanged."_s.arg(exported.entries));
        const QString what = found.number == exported.entries
            ? u"entry %1 is another than in the export: the log was written anew since, or this is another cluster's"_s.arg(exported.entries)
            : u"entry %1, the last of the export, is not in the log: it was cut off, or this is another cluster's"_s.arg(exported.entries);
        m_answer.finish(proofAnswer({.isWhole = false, .entries = found.number, .firstBroken = exported.entries, .head = found.hash, .text = what},
                                    m_options.form));
    });
}

//! \a kept is said besides, of a log that is whole.
void CtlAuditCall::verifyNow(const QString &kept)
{
    whenDone(this, m_cluster.verifyAudit(), [this, kept](Result<AuditProof> proof) {
        if (!proof)
            return fail(proof.error());
        if (proof->isWhole && !kept.isEmpty())
            proof->text = kept + u' ' + proof->text;
        m_answer.finish(proofAnswer(*proof, m_options.form));
    });
}

void CtlAuditCall::beginExport()
{
    if (m_options.file != "-"_L1) {
        const Overwrite overwrite = m_options.isSure ? Overwrite::Allow : Overwrite::Refuse;
        const Result<void> opened = m_options.isDryRun ? checkTarget(m_options.file, overwrite, u"FILE"_s)
                                                       : m_file.open(m_options.file, overwrite, u"FILE"_s);
        if (!opened)
            return fail(opened.error());
    }
    whenDone(this, m_cluster.audit({.most = 1}), [this](const Result<AuditPage> &page) {
        if (!page)
            return fail(page.error());
        const AuditEntry newest = page->entries.value(0);
        m_newest = newest.number; // What comes while we read belongs to the next export.
        if (m_options.isDryRun)
            return m_answer.finish(CtlAnswer{exportedText(m_options.file, newest.number, newest.hash, true, m_options.form).toUtf8()});
        exportFrom(1);
    });
}

//! A page whose oldest entry is \a number; they come newest first.
void CtlAuditCall::exportFrom(quint64 number)
{
    if (number > m_newest)
        return endExport();
    const quint64 before = std::min(number + quint64(limits::kAuditPage), m_newest + 1);
    whenDone(this, m_cluster.audit({.before = before, .most = limits::kAuditPage}), [this, number, before](const Result<AuditPage> &page) {
        if (!page)
            return fail(page.error());
        const Result<void> put = putPage(number, *page);
        put ? exportFrom(before) : fail(put.error());
    });
}

Result<void> CtlAuditCall::putPage(quint64 from, const AuditPage &page)
{
    QByteArray lines;
    for (auto entry = page.entries.crbegin(); entry != page.entries.crend(); ++entry) {
        if (entry->number < from)
            continue; // Where some are missing, a page reaches further back.
        m_chain.take(*entry);
        lines += exportLine(*entry);
    }
    return put(lines);
}

void CtlAuditCall::endExport()
{
    const AuditProof &proof = m_chain.proof();
    Result<void> done = put(exportEnd(proof, m_clock.now()));
    const bool isPrinted = m_options.file == "-"_L1;
    if (done && !isPrinted)
        done = m_file.commit();
    if (!done)
        return fail(done.error());
    CtlAnswer answer;
    if (!isPrinted)
        answer.output = exportedText(m_options.file, proof.entries, proof.head, false, m_options.form).toUtf8();
    if (!proof.isWhole) { // What is there is evidence, and was written.
        answer.code = ExitCode::Internal;
        answer.complaint = Error{ErrorKind::Conflict, {}, u"the audit log is not whole: "_s + proof.text, {}, {}};
    }
    m_answer.finish(answer);
}

Result<void> CtlAuditCall::put(const QByteArray &bytes)
{
    if (m_options.file != "-"_L1)
        return m_file.write(bytes);
    Q_EMIT printed(bytes);
    return {};
}

} // namespace muster
