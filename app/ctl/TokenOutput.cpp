// SPDX-License-Identifier: Apache-2.0
#include "app/ctl/TokenOutput.h"

#include "app/ctl/CtlText.h"
#include "core/base/Limits.h"

#include <QJsonArray>
#include <QJsonObject>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

QString timeText(const std::optional<Timestamp> &at)
{
    return at ? at->toIso8601() : QString();
}

QJsonValue orNull(const QString &text)
{
    return text.isEmpty() ? QJsonValue() : QJsonValue(text);
}

QString listText(const QList<TenantId> &tenants, const QString &between)
{
    QStringList texts;
    for (const TenantId &tenant : tenants)
        texts.append(tenant.text());
    return texts.join(between);
}

//! "viewer", "operator of acme, beta"
QString tierText(Tier tier, const QList<TenantId> &tenants)
{
    return tenants.isEmpty() ? wordOf(tier) : u"%1 of %2"_s.arg(wordOf(tier), listText(tenants, u", "_s));
}

//! "viewer", "operator of acme", "joins as worker", "node build-7".
QString opensText(const TokenFacts &token)
{
    switch (token.kind) {
    case TokenKind::Access:
        return tierText(token.tier, token.tenants);
    case TokenKind::Join:
        return u"joins as "_s + wordOf(token.role);
    case TokenKind::Credential:
        return u"node "_s + (token.node ? token.node->text() : token.name);
    }
    Q_UNREACHABLE();
}

//! The address by which another machine reaches the control plane, as far as we know.
QString joinUrl(const QUrl &url)
{
    return isLoopbackHost(url.host()) ? u"%1://CONTROL-PLANE:%2"_s.arg(url.scheme()).arg(url.port()) : url.toString();
}

//! The command of the new machine, which finds the secret in a file: a command line can be seen by everybody there.
QString joinCommand(const IssuedToken &issued, const ClusterAddress &address)
{
    const bool isLocal = issued.pin.isEmpty() && isLoopbackHost(address.url.host());
    QString command = u"musterd --join "_s + (isLocal ? address.url.toString() : joinUrl(address.url));
    if (!issued.pin.isEmpty())
        command += u" --pin "_s + issued.pin.text();
    command += u" --join-token-file join.token"_s;
    if (!issued.facts.name.isEmpty())
        command += u" --name "_s + shellWord(issued.facts.name);
    if (!issued.facts.capabilities.isEmpty())
        command += u" --capabilities "_s + shellWord(issued.facts.capabilities.join(u','));
    return command;
}

QString joinSteps(const IssuedToken &issued, const CtlOptions &options)
{
    QString text;
    if (options.tokenOut.isEmpty())
        text += u"\nOn the new machine (paste the token into the first, then Enter and Ctrl-D):\n\n"
                u"  (umask 077; cat > join.token)\n"_s;
    else
        text += u"\nBring the file to the new machine, and start a worker there:\n\n"
                u"  scp -p %1 NEW-MACHINE:join.token\n"_s.arg(shellWord(options.tokenOut));
    text += u"  "_s + cellText(joinCommand(issued, options.address)) + u'\n';
    text += u"\nA worker runs only what its owner lets it: add --allow agent there to let it run agents.\n"_s;
    if (!isLoopbackHost(options.address.url.host()))
        return text;
    return text
        + (issued.pin.isEmpty()
               ? u"\nThis control plane speaks no TLS, so this is for workers on its own machine. For workers elsewhere\n"
                 u"start it with --listen 0.0.0.0:3100: it then speaks TLS, and tells its address and pin.\n"_s
               : u"\nCONTROL-PLANE is the name or address by which the new machine reaches this one.\n"_s);
}

QString accessSteps(const CtlOptions &options)
{
    if (!options.tokenOut.isEmpty())
        return u"\nWhoever shows it is let in: --token-file %1\n"_s.arg(shellWord(options.tokenOut));
    return u"\nIt is shown this once. Keep it in a file that only its owner can read, for --token-file:\n\n"
           u"  (umask 077; cat > muster.token)\n"_s;
}

//! What a command needs to reach the cluster that \a options name.
QString wayText(const CtlOptions &options)
{
    QString way;
    if (options.address.url != QUrl(u"http://127.0.0.1:3100"_s)) // Else it is the default.
        way += u"--url %1 "_s.arg(shellWord(options.address.url.toString()));
    if (!options.address.pin.isEmpty())
        way += u"--pin %1 "_s.arg(options.address.pin.text());
    if (options.address.allowsPlainSecrets)
        way += u"--insecure "_s;
    if (!options.tokenFile.isEmpty())
        way += u"--token-file %1 "_s.arg(shellWord(options.tokenFile));
    return way;
}

QStringList rowOf(const TokenFacts &token, Timestamp now)
{
    const QString uses = token.kind == TokenKind::Join ? QString::number(token.usesLeft) : QString();
    return {token.id.text(), token.name, wordOf(token.kind), opensText(token), stateOf(token, now),
            timeText(token.expiresAt), timeText(token.lastUsedAt), uses, token.createdBy};
}

QJsonObject jsonOf(const TokenFacts &token, Timestamp now)
{
    const bool isAccess = token.kind == TokenKind::Access;
    const bool isJoin = token.kind == TokenKind::Join;
    return {{u"id"_s, token.id.text()},
            {u"kind"_s, wordOf(token.kind)},
            {u"name"_s, orNull(token.name)},
            {u"tier"_s, isAccess ? QJsonValue(wordOf(token.tier)) : QJsonValue()},
            {u"role"_s, isAccess ? QJsonValue() : QJsonValue(wordOf(token.role))},
            {u"capabilities"_s, QJsonArray::fromStringList(token.capabilities)},
            {u"tenants"_s, QJsonArray::fromStringList(listText(token.tenants, u"\n"_s).split(u'\n', Qt::SkipEmptyParts))},
            {u"node"_s, token.node ? QJsonValue(token.node->text()) : QJsonValue()},
            {u"usesLeft"_s, isJoin ? QJsonValue(token.usesLeft) : QJsonValue()},
            {u"state"_s, stateOf(token, now)},
            {u"createdAt"_s, token.createdAt.toIso8601()},
            {u"createdBy"_s, orNull(token.createdBy)},
            {u"expiresAt"_s, orNull(timeText(token.expiresAt))},
            {u"revokedAt"_s, orNull(timeText(token.revokedAt))},
            {u"lastUsedAt"_s, orNull(timeText(token.lastUsedAt))}};
}

QString csvOf(const TokenFacts &token, Timestamp now)
{
    const bool isJoin = token.kind == TokenKind::Join;
    return csvLine({{token.id.text()},
                    {wordOf(token.kind)},
                    {token.name},
                    {token.kind == TokenKind::Access ? wordOf(token.tier) : QString()},
                    {token.kind == TokenKind::Access ? QString() : wordOf(token.role)},
                    {token.capabilities.join(u' ')},
                    {token.node ? token.node->text() : QString()},
                    {isJoin ? QString::number(token.usesLeft) : QString(), true},
                    {stateOf(token, now)},
                    {token.createdAt.toIso8601()},
                    {token.createdBy},
                    {timeText(token.expiresAt)},
                    {timeText(token.revokedAt)},
                    {timeText(token.lastUsedAt)},
                    {listText(token.tenants, u" "_s)}});
}

} // namespace

QString stateOf(const TokenFacts &token, Timestamp now)
{
    if (token.revokedAt)
        return u"revoked"_s;
    if (token.kind == TokenKind::Join && token.usesLeft <= 0)
        return u"used up"_s;
    return token.expiresAt && *token.expiresAt <= now ? u"expired"_s : u"active"_s;
}

QString createdText(const IssuedToken &issued, const CtlOptions &options)
{
    const TokenFacts &facts = issued.facts;
    const QString secret = options.tokenOut.isEmpty() ? QString::fromLatin1(issued.token.reveal()) : QString();
    if (options.form == OutputForm::Json) {
        QJsonObject json{{u"id"_s, facts.id.text()},
                         {u"token"_s, orNull(secret)},
                         {u"expiresAt"_s, orNull(timeText(facts.expiresAt))},
                         {u"pin"_s, orNull(issued.pin.text())}};
        if (!options.tokenOut.isEmpty())
            json.insert(u"tokenFile"_s, options.tokenOut);
        return jsonLine(json);
    }
    if (options.form == OutputForm::Csv)
        return csvHeading({u"id"_s, u"token"_s, u"expiresAt"_s, u"pin"_s})
            + csvLine({{facts.id.text()}, {secret}, {timeText(facts.expiresAt)}, {issued.pin.text()}});
    const bool isJoin = facts.kind == TokenKind::Join;
    const QString count = facts.usesLeft == 1 ? u"one node"_s : u"%1 nodes"_s.arg(facts.usesLeft);
    QString text = u"Token %1, %2, until %3\n"_s.arg(
        cellText(facts.id.text()), isJoin ? u"lets %1 in as %2"_s.arg(count, wordOf(facts.role))
                                          : u"of tier "_s + cellText(tierText(facts.tier, facts.tenants)),
        cellText(timeText(facts.expiresAt)));
    text += secret.isEmpty() ? u"Its secret is in %1, which only you can read.\n"_s.arg(cellText(options.tokenOut))
                             : u"\n  "_s + cellText(secret) + u'\n';
    text += isJoin ? joinSteps(issued, options) : accessSteps(options);
    return text + u"\nTo end it: musterctl %1tokens revoke %2\n"_s.arg(wayText(options), cellText(facts.id.text()));
}

QString wouldCreateText(const TokenRequest &request, OutputForm form)
{
    const bool isJoin = request.kind == TokenKind::Join;
    const milliseconds usual = isJoin ? limits::kJoinTokenLife : limits::kAccessTokenLife;
    const milliseconds life = request.life.count() > 0 ? request.life : usual;
    const QString opens = isJoin ? wordOf(request.role) : wordOf(request.tier);
    const QString tenants = listText(request.tenants, u" "_s);
    if (form == OutputForm::Json)
        return jsonLine(QJsonObject{{u"kind"_s, wordOf(request.kind)},
                                    {isJoin ? u"role"_s : u"tier"_s, opens},
                                    {u"name"_s, orNull(request.name)},
                                    {u"tenants"_s, QJsonArray::fromStringList(tenants.split(u' ', Qt::SkipEmptyParts))},
                                    {u"lifeMs"_s, qint64(life.count())},
                                    {u"dryRun"_s, true}});
    if (form == OutputForm::Csv)
        return csvHeading({u"kind"_s, u"opens"_s, u"name"_s, u"lifeMs"_s, u"dryRun"_s, u"tenants"_s})
            + csvLine({{wordOf(request.kind)}, {opens}, {request.name}, {QString::number(life.count()), true}, {u"true"_s}, {tenants}});
    const QString count = request.uses == 1 ? u"one node"_s : u"%1 nodes"_s.arg(request.uses);
    const QString what = isJoin ? u"a token that lets %1 in as %2"_s.arg(count, opens)
                                : u"a token of tier "_s + cellText(tierText(request.tier, request.tenants));
    const QString whose = request.name.isEmpty() ? QString() : (isJoin ? u", only "_s : u" for "_s) + cellText(request.name);
    return u"Would make %1%2, good for %3.\n"_s.arg(what, whose, spanText(life.count()));
}

QString tokensText(const QList<TokenFacts> &tokens, Timestamp now, OutputForm form)
{
    if (form == OutputForm::Json) {
        QJsonArray array;
        for (const TokenFacts &token : tokens)
            array.append(jsonOf(token, now));
        return jsonLine(array);
    }
    if (form == OutputForm::Csv) {
        QString text = csvHeading({u"id"_s, u"kind"_s, u"name"_s, u"tier"_s, u"role"_s, u"capabilities"_s, u"node"_s,
                                   u"usesLeft"_s, u"state"_s, u"createdAt"_s, u"createdBy"_s, u"expiresAt"_s,
                                   u"revokedAt"_s, u"lastUsedAt"_s, u"tenants"_s});
        for (const TokenFacts &token : tokens)
            text += csvOf(token, now);
        return text;
    }
    if (tokens.isEmpty())
        return u"No tokens but those in the data folder of the control plane.\n"_s;
    QList<QStringList> rows;
    for (const TokenFacts &token : tokens)
        rows.append(rowOf(token, now));
    return tableText({u"ID"_s, u"NAME"_s, u"KIND"_s, u"OPENS"_s, u"STATE"_s, u"UNTIL"_s, u"LAST USED"_s, u"USES LEFT"_s,
                      u"MADE BY"_s},
                     rows);
}

QString revocationText(const TokenFacts &token, bool isDryRun, OutputForm form)
{
    const QString id = token.id.text();
    if (form == OutputForm::Json)
        return jsonLine(QJsonObject{{u"revoked"_s, id}, {u"dryRun"_s, isDryRun}});
    if (form == OutputForm::Csv)
        return csvHeading({u"revoked"_s, u"dryRun"_s}) + csvLine({{id}, {isDryRun ? u"true"_s : u"false"_s}});
    const QString verb = token.revokedAt ? u"Had been revoked already:"_s : isDryRun ? u"Would revoke"_s : u"Revoked"_s;
    const QString whose = token.name.isEmpty() ? QString() : u", "_s + cellText(token.name);
    return u"%1 token %2 (%3%4).\n"_s.arg(verb, cellText(id), opensText(token), whose);
}

} // namespace muster
