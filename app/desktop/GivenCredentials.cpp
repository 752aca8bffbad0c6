// SPDX-License-Identifier: Apache-2.0
#include "app/desktop/GivenCredentials.h"

#include "app/shared/LoginFile.h"

namespace muster {

Result<Credentials> readCredentials(const DesktopOptions &options, ClusterProfile *profile)
{
    if (!options.tokenFile.isEmpty()) {
        profile->signIn = SignIn::Token;
        MUSTER_TRY(token, Secret::fromFile(options.tokenFile));
        return Credentials{.token = token};
    }
    if (!options.apiKeyFile.isEmpty()) {
        profile->signIn = SignIn::ApiKey;
        MUSTER_TRY(key, Secret::fromFile(options.apiKeyFile));
        return Credentials{.apiKey = key};
    }
    if (options.loginFile.isEmpty())
        return Credentials{};
    MUSTER_TRY(login, readLoginFile(options.loginFile));
    profile->signIn = SignIn::Password;
    profile->user = login.user;
    profile->tenant = login.tenant;
    return login;
}

} // namespace muster
