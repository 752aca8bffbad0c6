// SPDX-License-Identifier: Apache-2.0
#include "core/wire/TlsIdentity.h"

#include "core/base/Limits.h"
#include "core/base/PrivateFile.h"
#include "core/wire/TlsCertificate.h"
#include "core/wire/TlsTrust.h"

#include <QFile>
#include <QFileInfo>

namespace muster
{

using namespace Qt::StringLiterals;

namespace
{

constexpr auto kReadByAll = QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup | QFile::ReadOther;

Result<QByteArray> readPem(const QString &path, const QString &field)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return invalid(field, u"cannot read %1: %2"_s.arg(path, file.errorString()));
    if (file.size() > limits::kPemFileBytes)
        return invalid(field, u"%1 is longer than %2 bytes"_s.arg(path).arg(limits::kPemFileBytes));
    return file.read(limits::kPemFileBytes);
}

Result<QByteArray> readKeyPem(const QString &path)
{
    constexpr auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
    if ((QFileInfo(path).permissions() & others) != 0)
        return invalid(u"tls.key"_s, u"the key %1 can be read by others; run: chmod 600 %1"_s.arg(path));
    return readPem(path, u"tls.key"_s);
}

Result<TlsIdentity> identityOf(const QByteArray &certificatePem, const QByteArray &keyPem, const QString &folder)
{
    TlsIdentity identity{.chain = QSslCertificate::fromData(certificatePem, QSsl::Pem), .key = keyFromPem(keyPem)};
    if (identity.chain.isEmpty())
        return invalid(u"tls.crt"_s, u"there is no certificate in PEM form in %1/tls.crt"_s.arg(folder));
    if (identity.key.isNull())
        return invalid(u"tls.key"_s,
                       u"there is no RSA or EC key in PEM form without a passphrase in %1/tls.key"_s.arg(folder));
    if (!belongTogether(certificatePem, keyPem))
        return invalid(u"tls.key"_s, u"tls.key in %1 is not the key of the first certificate in tls.crt"_s.arg(folder));
    return identity;
}

} // namespace

TlsPin TlsIdentity::pin() const
{
    return chain.isEmpty() ? TlsPin{} : pinOf(chain.first());
}

bool TlsIdentity::isSelfSigned() const
{
    return !chain.isEmpty() && chain.first().isSelfSigned();
}

Result<TlsIdentity> ensureTlsIdentity(const QString &folder, const QStringList &names,
                                      const QList<QHostAddress> &addresses)
{
    const QString certificatePath = folder + u"/tls.crt"_s;
    const QString keyPath = folder + u"/tls.key"_s;
    const bool hasCertificate = QFileInfo::exists(certificatePath);
    if (hasCertificate && !QFileInfo::exists(keyPath))
        return invalid(u"tls.key"_s, u"%1 has a tls.crt but no tls.key; put both there, or neither"_s.arg(folder));
    if (!hasCertificate && !ensurePrivateFolder(folder))
        return storageError(u"making %1"_s.arg(folder), u"the folder cannot be made"_s);
    // The key first: if we are stopped in between, the next start makes the certificate that it lacks.
    if (!QFileInfo::exists(keyPath))
        MUSTER_CHECK(writePrivateFile(keyPath, freshKeyPem()));
    MUSTER_TRY(keyPem, readKeyPem(keyPath));
    if (!hasCertificate) {
        const QByteArray made = selfSignedPem(keyPem, names, addresses);
        if (made.isEmpty())
            return invalid(u"tls.key"_s, u"no certificate can be made for the key in %1"_s.arg(keyPath));
        MUSTER_CHECK(writePrivateFile(certificatePath, made));
        (void)QFile::setPermissions(certificatePath, kReadByAll); // No secret; of no matter when it stays ours.
    }
    MUSTER_TRY(certificatePem, readPem(certificatePath, u"tls.crt"_s));
    return identityOf(certificatePem, keyPem, folder);
}

} // namespace muster
