// SPDX-License-Identifier: Apache-2.0
#include "core/settings/ClusterProfile.h"

#include "core/base/Id.h"
#include "core/base/Json.h"

#include <QRegularExpression>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr SignIn kSignIns[] = {SignIn::Token, SignIn::ApiKey, SignIn::Password};

std::optional<SignIn> signInOf(const QString &word)
{
    for (const SignIn way : kSignIns) {
        if (wordOf(way) == word)
            return way;
    }
    return std::nullopt;
}

} // namespace

QString wordOf(SignIn way)
{
    switch (way) {
    case SignIn::Token:
        return u"token"_s;
    case SignIn::ApiKey:
        return u"api-key"_s;
    case SignIn::Password:
        return u"password"_s;
    }
    Q_UNREACHABLE();
}

Credentials ClusterProfile::credentials(const Secret &secret) const
{
    switch (signIn) {
    case SignIn::Token:
        return {.token = secret};
    case SignIn::ApiKey:
        return {.apiKey = secret};
    case SignIn::Password:
        return {.user = user, .password = secret, .tenant = tenant};
    }
    Q_UNREACHABLE();
}

Secret secretOf(const Credentials &credentials, SignIn way)
{
    switch (way) {
    case SignIn::Token:
        return credentials.token;
    case SignIn::ApiKey:
        return credentials.apiKey;
    case SignIn::Password:
        return credentials.password;
    }
    Q_UNREACHABLE();
}

Result<void> checkProfile(const ClusterProfile &profile)
{
    static const QRegularExpression colour(u"\\A#[0-9A-Fa-f]{6}\\z"_s);
    if (!isIdText(profile.id))
        return invalid(u"id"_s, u"id: not a valid id"_s);
    const QString title = profile.title.trimmed();
    if (title.isEmpty() || title.size() > limits::kNodeNameCharacters)
        return invalid(u"title"_s, u"title: 1 to %1 characters"_s.arg(limits::kNodeNameCharacters));
    if (profile.address.dialect.isEmpty())
        return invalid(u"dialect"_s, u"dialect: must not be empty"_s);
    if (!profile.address.url.userInfo().isEmpty())
        return invalid(u"url"_s, u"url: must not carry a user or password"_s);
    if (profile.user.size() > limits::kNodeTextCharacters)
        return invalid(u"user"_s, u"user: at most %1 characters"_s.arg(limits::kNodeTextCharacters));
    if (profile.tenant.size() > limits::kNodeTextCharacters)
        return invalid(u"tenant"_s, u"tenant: at most %1 characters"_s.arg(limits::kNodeTextCharacters));
    if (!profile.colour.isEmpty() && !colour.match(profile.colour).hasMatch())
        return invalid(u"colour"_s, u"colour: must be like #2E7D32"_s);
    if (profile.badge.size() > 2)
        return invalid(u"badge"_s, u"badge: at most two letters"_s);
    return {};
}

QJsonObject toJson(const ClusterProfile &profile)
{
    return QJsonObject{{u"id"_s, profile.id},
                       {u"title"_s, profile.title},
                       {u"dialect"_s, profile.address.dialect},
                       {u"url"_s, jsonOrNull(profile.address.url.toString())},
                       {u"pin"_s, jsonOrNull(profile.address.pin.text())},
                       {u"plainSecrets"_s, profile.address.allowsPlainSecrets},
                       {u"signIn"_s, wordOf(profile.signIn)},
                       {u"user"_s, jsonOrNull(profile.user)},
                       {u"tenant"_s, jsonOrNull(profile.tenant)},
                       {u"colour"_s, jsonOrNull(profile.colour)},
                       {u"badge"_s, jsonOrNull(profile.badge)},
                       {u"readOnly"_s, profile.isReadOnly},
                       {u"lastUsedAt"_s, jsonOrNull(profile.lastUsedAt)}};
}

Result<ClusterProfile> profileFromJson(const QJsonObject &json, const QString &path)
{
    JsonReader reader(json, path);
    ClusterProfile profile;
    profile.id = reader.text("id"_L1, 64);
    profile.title = reader.text("title"_L1, limits::kNodeNameCharacters);
    profile.address.dialect = reader.text("dialect"_L1, 64);
    const QString url = reader.optionalText("url"_L1, 2048);
    profile.address.url = QUrl(url, QUrl::StrictMode);
    if (!url.isEmpty() && !profile.address.url.isValid())
        reader.blame("url"_L1, u"is not an address"_s);
    if (const QString text = reader.optionalText("pin"_L1, 128); !text.isEmpty()) {
        const Result<TlsPin> pin = TlsPin::parse(text, u"pin"_s);
        if (pin)
            profile.address.pin = *pin;
        else
            reader.blame("pin"_L1, u"is not a pin"_s);
    }
    profile.address.allowsPlainSecrets = reader.boolean("plainSecrets"_L1, false);
    const QString way = reader.optionalText("signIn"_L1, 16);
    if (const std::optional<SignIn> known = signInOf(way.isEmpty() ? wordOf(SignIn::Token) : way))
        profile.signIn = *known;
    else
        reader.blame("signIn"_L1, u"is not a way to sign in"_s);
    profile.user = reader.optionalText("user"_L1, limits::kNodeTextCharacters);
    profile.tenant = reader.optionalText("tenant"_L1, limits::kNodeTextCharacters);
    profile.colour = reader.optionalText("colour"_L1, 7);
    profile.badge = reader.optionalText("badge"_L1, 2);
    profile.isReadOnly = reader.boolean("readOnly"_L1, false);
    profile.lastUsedAt = reader.optionalTime("lastUsedAt"_L1);
    MUSTER_CHECK(reader.check());
    MUSTER_CHECK(checkProfile(profile));
    return profile;
}

} // namespace muster
