// SPDX-License-Identifier: Apache-2.0
#include "ui/clusters/SignInWays.h"

#include <QCoreApplication>

namespace muster {

namespace {

struct SignInWaysTr {
    Q_DECLARE_TR_FUNCTIONS(SignInWays)
};

} // namespace

QList<SignIn> signInWays(const QString &dialect)
{
    if (dialect == QLatin1StringView("agenticmail"))
        return {SignIn::ApiKey, SignIn::Password};
    if (dialect == QLatin1StringView("cognipeer"))
        return {SignIn::Password};
    return {SignIn::Token};
}

bool takesTenant(const QString &dialect)
{
    return dialect == QLatin1StringView("cognipeer");
}

bool isForeign(const QString &dialect)
{
    return dialect != QLatin1StringView("native");
}

QString titleOf(SignIn way)
{
    switch (way) {
    case SignIn::Token:
        return SignInWaysTr::tr("Token");
    case SignIn::ApiKey:
        return SignInWaysTr::tr("API key");
    case SignIn::Password:
        return SignInWaysTr::tr("Password");
    }
    Q_UNREACHABLE();
}

} // namespace muster
