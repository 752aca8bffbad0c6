// SPDX-License-Identifier: Apache-2.0
#include "app/ctl/CtlSignIn.h"

#include "app/shared/LoginFile.h"
#include "app/shared/NodeFolder.h"
#include "core/cluster/Dialect.h"

#include <QFileInfo>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

Result<void> readDialect(const CtlArguments &given, CtlOptions *options)
{
    options->isDialectGiven = given.has(u"dialect"_s);
    // A key or a sign-in is for another product: its server tells which. A token is ours.
    const bool isForeign = given.has(u"api-key-file"_s) || given.has(u"login-file"_s);
    options->address.dialect = given.options.value(u"dialect"_s, isForeign ? QString() : u"native"_s);
    if (options->address.dialect.isEmpty() || dialectById(options->address.dialect))
        return {};
    QStringList known;
    for (const Dialect *dialect : builtInDialects())
        known.append(dialect->id());
    return invalid(u"--dialect"_s, u"--dialect: this build speaks %1"_s.arg(known.join(u", "_s)));
}

Result<void> readAddress(const CtlArguments &given, const QProcessEnvironment &environment, CtlOptions *options)
{
    const QString variable = environment.value(u"MUSTER_URL"_s);
    const bool isGiven = given.has(u"url"_s);
    const QString text = isGiven ? given.options.value(u"url"_s) : variable;
    const QString field = isGiven ? u"--url"_s : u"MUSTER_URL"_s;
    const bool isInsecure = given.has(u"insecure"_s);
    MUSTER_TRY(url, parseClusterUrl(text.isEmpty() ? u"http://127.0.0.1:3100"_s : text, field,
                                    isInsecure ? PlainHttp::Anywhere : PlainHttp::LoopbackOnly));
    options->address.url = url;
    options->isUrlGiven = !text.isEmpty();
    options->address.allowsPlainSecrets = isInsecure && url.scheme() == "http"_L1 && !isLoopbackHost(url.host());
    if (!given.has(u"pin"_s))
        return {};
    const Result<TlsPin> pin = TlsPin::parse(given.options.value(u"pin"_s), u"--pin"_s);
    if (!pin)
        return invalid(u"--pin"_s, u"--pin: "_s + pin.error().what);
    if (url.scheme() != "https"_L1)
        return invalid(u"--pin"_s, u"--pin: %1 is not an https address, so there is no key to pin"_s.arg(url.toString()));
    options->address.pin = *pin;
    return {};
}

//! The file given, else, on loopback, the one of a node that this user runs, else none: the server then says what it thinks.
Result<Credentials> readToken(const CtlArguments &given, const QProcessEnvironment &environment, const CtlOptions &options)
{
    QString path = given.options.value(u"token-file"_s, environment.value(u"MUSTER_TOKEN_FILE"_s));
    if (path.isEmpty()) {
        path = defaultNodeFolder() + u"/admin.token"_s;
        const bool isOurs = options.address.dialect == "native"_L1 && isLoopbackHost(options.address.url.host());
        if (!isOurs || !QFileInfo(path).isReadable())
            return Credentials{};
    }
    MUSTER_TRY(token, Secret::fromFile(path));
    return Credentials{.token = token};
}

Result<Credentials> readCredentials(const CtlArguments &given, const QProcessEnvironment &environment, const CtlOptions &options)
{
    if (given.has(u"api-key-file"_s)) {
        MUSTER_TRY(key, Secret::fromFile(given.options.value(u"api-key-file"_s)));
        return Credentials{.apiKey = key};
    }
    if (given.has(u"login-file"_s))
        return readLoginFile(given.options.value(u"login-file"_s));
    return readToken(given, environment, options);
}

} // namespace

Result<void> readSignIn(const CtlArguments &given, const QProcessEnvironment &environment, CtlOptions *options)
{
    const QStringList files{u"token-file"_s, u"api-key-file"_s, u"login-file"_s};
    QStringList shown;
    for (const QString &file : files) {
        if (given.has(file))
            shown.append(u"--"_s + file);
    }
    if (shown.size() > 1)
        return invalid(shown.last(), u"only one of %1 can be shown"_s.arg(shown.join(u" and "_s)));
    MUSTER_CHECK(readDialect(given, options));
    if (options->address.dialect == "demo"_L1)
        return {}; // Needs no network.
    MUSTER_CHECK(readAddress(given, environment, options));
    MUSTER_TRY(credentials, readCredentials(given, environment, *options));
    options->credentials = credentials;
    options->tokenFile = given.options.value(u"token-file"_s);
    return {};
}

} // namespace muster
