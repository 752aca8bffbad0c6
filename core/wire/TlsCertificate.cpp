// SPDX-License-Identifier: Apache-2.0
#include "core/wire/TlsCertificate.h"

#include "core/base/Limits.h"

#include <QRegularExpression>
#include <QtEndian>
#include <QUrl>

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <array>
#include <memory>

namespace muster
{

using namespace Qt::StringLiterals;

namespace
{

template <auto release>
struct Free {
    template <typename T>
    void operator()(T *one) const
    {
        release(one);
    }
};
using BioPtr = std::unique_ptr<BIO, Free<BIO_free_all>>;
using KeyPtr = std::unique_ptr<EVP_PKEY, Free<EVP_PKEY_free>>;
using CertificatePtr = std::unique_ptr<X509, Free<X509_free>>;
using NamesPtr = std::unique_ptr<GENERAL_NAMES, Free<GENERAL_NAMES_free>>;
using ExtensionPtr = std::unique_ptr<X509_EXTENSION, Free<X509_EXTENSION_free>>;

BioPtr bioOf(const QByteArray &bytes)
{
    return BioPtr(BIO_new_mem_buf(bytes.constData(), int(bytes.size())));
}

QByteArray bytesOf(BIO *bio)
{
    char *data = nullptr;
    const long size = BIO_get_mem_data(bio, &data);
    return {data, qsizetype(size)};
}

//! No passphrase: otherwise OpenSSL would ask for one on the terminal.
int noPassphrase(char *, int, int, void *)
{
    return -1;
}

KeyPtr readKey(const QByteArray &pem)
{
    KeyPtr key(PEM_read_bio_PrivateKey(bioOf(pem).get(), nullptr, noPassphrase, nullptr));
    ERR_clear_error();
    return key;
}

CertificatePtr readCertificate(const QByteArray &pem)
{
    CertificatePtr certificate(PEM_read_bio_X509(bioOf(pem).get(), nullptr, noPassphrase, nullptr));
    ERR_clear_error();
    return certificate;
}

void addName(GENERAL_NAMES *names, int type, const QByteArray &value)
{
    GENERAL_NAME *name = GENERAL_NAME_new();
    ASN1_STRING *text = ASN1_STRING_type_new(type == GEN_DNS ? V_ASN1_IA5STRING : V_ASN1_OCTET_STRING);
    ASN1_STRING_set(text, value.constData(), int(value.size()));
    GENERAL_NAME_set0_value(name, type, text);
    sk_GENERAL_NAME_push(names, name);
}

QByteArray bytesOf(const QHostAddress &address)
{
    if (address.protocol() == QAbstractSocket::IPv4Protocol) {
        const quint32 bytes = qToBigEndian(address.toIPv4Address());
        return {reinterpret_cast<const char *>(&bytes), 4};
    }
    const Q_IPV6ADDR bytes = address.toIPv6Address();
    return {reinterpret_cast<const char *>(bytes.c), 16};
}

//! Host names in the form that certificates carry; others are left out.
QByteArrayList dnsNames(const QStringList &names)
{
    static const QRegularExpression form(u"\\A[A-Za-z0-9_]([A-Za-z0-9_.-]{0,251}[A-Za-z0-9_])?\\z"_s);
    QByteArrayList result;
    for (const QString &name : names) {
        const QByteArray ace = QUrl::toAce(name);
        const QByteArray text = ace.isEmpty() ? name.toLatin1() : ace;
        if (form.match(QString::fromLatin1(text)).hasMatch() && !result.contains(text))
            result.append(text);
    }
    return result;
}

void addAlternatives(X509 *certificate, const QByteArrayList &names, const QList<QHostAddress> &addresses)
{
    const NamesPtr alternatives(GENERAL_NAMES_new());
    for (const QByteArray &name : names)
        addName(alternatives.get(), GEN_DNS, name);
    for (const QHostAddress &address : addresses) {
        if (!address.isNull())
            addName(alternatives.get(), GEN_IPADD, bytesOf(address));
    }
    if (sk_GENERAL_NAME_num(alternatives.get()) > 0)
        X509_add1_ext_i2d(certificate, NID_subject_alt_name, alternatives.get(), 0, X509V3_ADD_REPLACE);
}

void addExtension(X509 *certificate, int kind, const char *value)
{
    X509V3_CTX context;
    X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
    if (const ExtensionPtr extension(X509V3_EXT_conf_nid(nullptr, &context, kind, value)); extension)
        X509_add_ext(certificate, extension.get(), -1);
}

bool setSerial(X509 *certificate)
{
    std::array<unsigned char, 16> bytes{};
    if (RAND_bytes(bytes.data(), int(bytes.size())) != 1)
        return false;
    bytes[0] = static_cast<unsigned char>((bytes[0] & 0x7f) | 0x40); // Positive, and never short.
    BIGNUM *number = BN_bin2bn(bytes.data(), int(bytes.size()), nullptr);
    BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate));
    BN_free(number);
    return true;
}

void setTimes(X509 *certificate, const CertificateTerms &terms)
{
    constexpr long kHour = 3600;
    const int days = terms.endsInDays != 0 ? terms.endsInDays : limits::kOwnCertificateDays;
    X509_time_adj_ex(X509_getm_notBefore(certificate), terms.startsInDays, -kHour, nullptr);
    X509_time_adj_ex(X509_getm_notAfter(certificate), days, 0, nullptr);
}

void setSubject(X509 *certificate, const QByteArrayList &names)
{
    const QByteArray common = names.isEmpty() ? "muster"_ba : names.first().left(64); // RFC 5280: at most 64.
    X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_UTF8,
                               reinterpret_cast<const unsigned char *>(common.constData()), int(common.size()), -1, 0);
}

} // namespace

QByteArray freshKeyPem()
{
    const KeyPtr key(EVP_EC_gen("P-256"));
    const BioPtr out(BIO_new(BIO_s_mem()));
    if (!key || PEM_write_bio_PrivateKey(out.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1)
        return {};
    return bytesOf(out.get());
}

QSslKey keyFromPem(const QByteArray &pem)
{
    const KeyPtr key = readKey(pem);
    if (!key)
        return {};
    const int kind = EVP_PKEY_get_base_id(key.get());
    if (kind == EVP_PKEY_EC)
        return QSslKey(pem, QSsl::Ec, QSsl::Pem);
    return kind == EVP_PKEY_RSA ? QSslKey(pem, QSsl::Rsa, QSsl::Pem) : QSslKey();
}

bool belongTogether(const QByteArray &certificatePem, const QByteArray &keyPem)
{
    const CertificatePtr certificate = readCertificate(certificatePem);
    const KeyPtr key = readKey(keyPem);
    const bool doThey = certificate && key && X509_check_private_key(certificate.get(), key.get()) == 1;
    ERR_clear_error();
    return doThey;
}

QByteArray selfSignedPem(const QByteArray &keyPem, const QStringList &names, const QList<QHostAddress> &addresses)
{
    return certificatePem(keyPem, names, addresses, {});
}

QByteArray certificatePem(const QByteArray &keyPem, const QStringList &names, const QList<QHostAddress> &addresses,
                          const CertificateTerms &terms)
{
    const KeyPtr key = readKey(keyPem);
    const CertificatePtr issuer = terms.issuerPem.isEmpty() ? nullptr : readCertificate(terms.issuerPem);
    const KeyPtr issuerKey = terms.issuerPem.isEmpty() ? nullptr : readKey(terms.issuerKeyPem);
    const CertificatePtr made(X509_new());
    if (!key || !made || (!terms.issuerPem.isEmpty() && !(issuer && issuerKey)) || !setSerial(made.get()))
        return {};
    const QByteArrayList dns = dnsNames(names);
    X509_set_version(made.get(), X509_VERSION_3);
    setTimes(made.get(), terms);
    setSubject(made.get(), dns);
    X509_set_issuer_name(made.get(), X509_get_subject_name(issuer ? issuer.get() : made.get()));
    X509_set_pubkey(made.get(), key.get());
    addExtension(made.get(), NID_basic_constraints, terms.isAuthority ? "critical,CA:TRUE" : "critical,CA:FALSE");
    if (terms.isAuthority || issuer) // Whoever signs itself would need the right to sign others.
        addExtension(made.get(), NID_key_usage,
                     terms.isAuthority ? "critical,keyCertSign,cRLSign" : "critical,digitalSignature");
    if (!terms.isAuthority)
        addExtension(made.get(), NID_ext_key_usage, "serverAuth");
    addAlternatives(made.get(), dns, addresses);
    const BioPtr out(BIO_new(BIO_s_mem()));
    const bool isSigned = X509_sign(made.get(), issuerKey ? issuerKey.get() : key.get(), EVP_sha256()) > 0 &&
                          PEM_write_bio_X509(out.get(), made.get()) == 1;
    ERR_clear_error();
    return isSigned ? bytesOf(out.get()) : QByteArray();
}

} // namespace muster
