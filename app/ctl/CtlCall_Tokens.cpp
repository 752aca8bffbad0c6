// SPDX-License-Identifier: Apache-2.0
// What is handed out and kept: tokens and backups.
#include "app/ctl/CtlCall.h"

#include "app/ctl/CtlFile.h"
#include "app/ctl/CtlText.h"
#include "app/ctl/TokenOutput.h"

#include <QJsonObject>

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

Overwrite overwriteOf(const CtlOptions &options)
{
    return options.isSure ? Overwrite::Allow : Overwrite::Refuse;
}

QString backedUpText(const CtlOptions &options, qint64 bytes)
{
    if (options.form == OutputForm::Json)
        return jsonLine(QJsonObject{{u"file"_s, options.file}, {u"sizeBytes"_s, options.isDryRun ? QJsonValue() : QJsonValue(bytes)},
                                    {u"dryRun"_s, options.isDryRun}});
    if (options.form == OutputForm::Csv)
        return csvHeading({u"file"_s, u"sizeBytes"_s, u"dryRun"_s})
            + csvLine({{options.file}, {options.isDryRun ? QString() : QString::number(bytes), true},
                       {options.isDryRun ? u"true"_s : u"false"_s}});
    if (options.isDryRun)
        return u"Would write a backup to %1.\n"_s.arg(cellText(options.file));
    return u"Wrote %1 to %2. It has nodes, entities with their variables, pins, jobs with payloads and results, and the audit log: keep "
            "it private. It has no tokens, credentials, values of secrets or logs: it opens no door.\n"_s.arg(bytesText(bytes),
                                                                                                          cellText(options.file));
}

} // namespace

void CtlCall::createToken()
{
    // Looked at before the token is made: one whose secret cannot be kept would be lost.
    if (!m_options.tokenOut.isEmpty()) {
        const Result<void> free = checkTarget(m_options.tokenOut, overwriteOf(m_options), u"--token-out"_s);
        if (!free)
            return fail(free.error());
    }
    if (m_options.isDryRun)
        return finish(wouldCreateText(m_options.token, m_options.form));
    whenDone(this, m_cluster.createToken(m_options.token), [this](const Result<IssuedToken> &issued) {
        issued ? keepToken(*issued) : fail(issued.error());
    });
}

void CtlCall::keepToken(const IssuedToken &issued)
{
    if (m_options.tokenOut.isEmpty())
        return finish(createdText(issued, m_options));
    const Result<void> kept = writePrivately(m_options.tokenOut, issued.token.reveal() + '\n', overwriteOf(m_options), u"--token-out"_s);
    if (kept)
        return finish(createdText(issued, m_options));
    // Nobody will ever know its secret.
    whenDone(this, m_cluster.revokeToken(issued.facts.id), [this, error = kept.error()](const Result<void> &) { fail(error); });
}

void CtlCall::listTokens()
{
    whenDone(this, m_cluster.tokens(), [this](const Result<QList<TokenFacts>> &tokens) {
        tokens ? finish(tokensText(*tokens, m_clock.now(), m_options.form)) : fail(tokens.error());
    });
}

void CtlCall::revokeToken()
{
    whenDone(this, m_cluster.tokens(), [this](const Result<QList<TokenFacts>> &tokens) {
        if (!tokens)
            return fail(tokens.error());
        const auto found = std::ranges::find(*tokens, m_options.tokenId, &TokenFacts::id);
        if (found == tokens->end())
            return fail(notFound(u"there is no token %1"_s.arg(m_options.tokenId.text())));
        if (m_options.isDryRun)
            return finish(revocationText(*found, true, m_options.form));
        whenDone(this, m_cluster.revokeToken(found->id), [this, token = *found](const Result<void> &revoked) {
            revoked ? finish(revocationText(token, false, m_options.form)) : fail(revoked.error());
        });
    });
}

void CtlCall::backUp()
{
    const bool isPrinted = m_options.file == "-"_L1;
    if (!isPrinted) {
        const Result<void> free = checkTarget(m_options.file, overwriteOf(m_options), u"FILE"_s);
        if (!free)
            return fail(free.error());
    }
    if (m_options.isDryRun)
        return finish(backedUpText(m_options, 0));
    whenDone(this, m_cluster.backup(), [this, isPrinted](const Result<QByteArray> &bytes) {
        if (!bytes)
            return fail(bytes.error());
        isPrinted ? m_answer.finish(CtlAnswer{*bytes}) : keepBackup(*bytes);
    });
}

void CtlCall::keepBackup(const QByteArray &bytes)
{
    const Result<void> kept = writePrivately(m_options.file, bytes, overwriteOf(m_options), u"FILE"_s);
    kept ? finish(backedUpText(m_options, bytes.size())) : fail(kept.error());
}

} // namespace muster
