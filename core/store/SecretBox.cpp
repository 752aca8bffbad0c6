// SPDX-License-Identifier: Apache-2.0
#include "core/store/SecretBox.h"

#include "core/base/Log.h"

#include <QFileInfo>
#include <QRandomGenerator>

#include <openssl/evp.h>

#include <memory>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr int kKeyBytes = 32;
constexpr int kNonceBytes = 12;
constexpr int kTagBytes = 16;

using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;

const unsigned char *bytesOf(const QByteArray &bytes)
{
    return reinterpret_cast<const unsigned char *>(bytes.constData());
}

unsigned char *bytesOf(QByteArray &bytes)
{
    return reinterpret_cast<unsigned char *>(bytes.data());
}

Error damaged()
{
    return storageError(u"opening a secret"_s, u"it is damaged, or was sealed with another key"_s);
}

} // namespace

Result<SecretBox> SecretBox::open(const QString &folder)
{
    const QString path = folder + u"/secrets.key"_s;
    if (!QFileInfo::exists(path)) {
        const Secret fresh = Secret::random(kKeyBytes);
        MUSTER_CHECK(fresh.toFile(path));
    }
    MUSTER_TRY(text, Secret::fromFile(path));
    const auto key = QByteArray::fromBase64Encoding(
        text.reveal(), QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
    if (!key || (*key).size() != kKeyBytes)
        return storageError(u"reading "_s + path, u"it is no key of 32 bytes; without the right one, secrets are lost"_s);
    return SecretBox(*key);
}

Result<QByteArray> SecretBox::seal(const Secret &value, const QString &purpose) const
{
    QByteArray nonce(kNonceBytes, Qt::Uninitialized);
    QRandomGenerator::system()->generate(nonce.begin(), nonce.end());
    const QByteArray bound = purpose.toUtf8();
    const QByteArray &plain = value.reveal();
    QByteArray cipher(plain.size(), Qt::Uninitialized);
    QByteArray tag(kTagBytes, Qt::Uninitialized);
    const CipherContext context(EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free);
    int length = 0;
    const bool isSealed
        = context && EVP_EncryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, bytesOf(m_key.reveal()), bytesOf(nonce)) == 1
          && EVP_EncryptUpdate(context.get(), nullptr, &length, bytesOf(bound), int(bound.size())) == 1
          && EVP_EncryptUpdate(context.get(), bytesOf(cipher), &length, bytesOf(plain), int(plain.size())) == 1
          && EVP_EncryptFinal_ex(context.get(), bytesOf(cipher) + length, &length) == 1
          && EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, kTagBytes, tag.data()) == 1;
    if (!isSealed)
        return internalError(u"sealing a secret"_s, u"OpenSSL failed"_s);
    return nonce + tag + cipher;
}

Result<Secret> SecretBox::unseal(const QByteArray &sealed, const QString &purpose) const
{
    if (sealed.size() < kNonceBytes + kTagBytes)
        return damaged();
    const QByteArray nonce = sealed.first(kNonceBytes);
    QByteArray tag = sealed.sliced(kNonceBytes, kTagBytes);
    const QByteArray cipher = sealed.sliced(kNonceBytes + kTagBytes);
    const QByteArray bound = purpose.toUtf8();
    QByteArray plain(cipher.size(), Qt::Uninitialized);
    const CipherContext context(EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free);
    int length = 0;
    const bool isOpened
        = context && EVP_DecryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, bytesOf(m_key.reveal()), bytesOf(nonce)) == 1
          && EVP_DecryptUpdate(context.get(), nullptr, &length, bytesOf(bound), int(bound.size())) == 1
          && EVP_DecryptUpdate(context.get(), bytesOf(plain), &length, bytesOf(cipher), int(cipher.size())) == 1
          && EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_SET_TAG, kTagBytes, tag.data()) == 1
          && EVP_DecryptFinal_ex(context.get(), bytesOf(plain) + length, &length) == 1;
    Secret value(std::move(plain));
    return isOpened ? Result<Secret>(std::move(value)) : Result<Secret>(damaged());
}

} // namespace muster
