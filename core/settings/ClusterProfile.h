// SPDX-License-Identifier: Apache-2.0
#pragma once
// One cluster that a person knows: how it is called, where it is, how we sign in and how it is shown. No secrets.

#include "core/base/Timestamp.h"
#include "core/domain/ClusterAddress.h"

#include <QJsonObject>

#include <optional>

namespace muster {

//! What we show a cluster to be let in. The secret itself is in the Keyring.
enum class SignIn {
    Token,    //!< A bearer token: Muster.
    ApiKey,   //!< AgenticMail.
    Password, //!< With ClusterProfile::user: AgenticMail, Cognipeer.
};
//! "token", "api-key", "password".
QString wordOf(SignIn way);

//! One entry of the ClusterBook.
struct ClusterProfile {
    QString id;             //!< Ours, for the keychain and session restore; the grammar of ids.
    QString title;          //!< Shown; 1 to limits::kNodeNameCharacters characters.
    ClusterAddress address;
    SignIn signIn = SignIn::Token;
    QString user;           //!< E-mail address, for SignIn::Password.
    QString tenant;         //!< The company, for SignIn::Password; may be empty.
    QString colour;         //!< "#2E7D32", or empty for the theme's.
    QString badge;          //!< One or two letters; empty = the first of the title.
    bool isReadOnly = false; //!< Offer no change.
    std::optional<Timestamp> lastUsedAt;

    bool operator==(const ClusterProfile &) const = default;
    //! The name under which the Keyring keeps this profile's token, API key or password.
    QString secretName() const { return QStringLiteral("cluster/") + id; }
    //! \a secret as the credential that signIn says.
    Credentials credentials(const Secret &secret) const;
};

//! The one secret that is in \a credentials for \a way.
Secret secretOf(const Credentials &credentials, SignIn way);

QJsonObject toJson(const ClusterProfile &profile);
//! Invalid blames the field under \a path. Books from before there were ways to sign in have tokens.
Result<ClusterProfile> profileFromJson(const QJsonObject &json, const QString &path = {});
//! Invalid blames the first wrong field.
Result<void> checkProfile(const ClusterProfile &profile);

} // namespace muster
