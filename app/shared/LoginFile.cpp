// SPDX-License-Identifier: Apache-2.0
#include "app/shared/LoginFile.h"

#include "core/base/Limits.h"

#include <QFile>

namespace muster {

using namespace Qt::StringLiterals;

Result<Credentials> readLoginFile(const QString &path)
{
    // The first line, with all the care that a secret's file needs; then the others.
    MUSTER_TRY(first, Secret::fromFile(path));
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return invalid(path, u"cannot read the login file %1: %2"_s.arg(path, file.errorString()));
    file.readLine(4096);
    const auto line = [&file] {
        QByteArray text = file.readLine(4096);
        while (text.endsWith('\n') || text.endsWith('\r'))
            text.chop(1);
        return text;
    };
    Credentials credentials;
    credentials.user = QString::fromUtf8(first.reveal());
    credentials.password = Secret(line());
    credentials.tenant = QString::fromUtf8(line()).trimmed();
    if (credentials.password.isEmpty())
        return invalid(path, u"the login file %1 needs two lines: e-mail address and password"_s.arg(path));
    if (credentials.user.size() > limits::kNodeTextCharacters || credentials.tenant.size() > limits::kNodeTextCharacters)
        return invalid(path, u"the login file %1 has a line that is too long"_s.arg(path));
    return credentials;
}

} // namespace muster
