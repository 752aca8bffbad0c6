// SPDX-License-Identifier: Apache-2.0
// A server's certificate and key in its folder: made, read, refused (T-13, T-24).
#include "core/base/Limits.h"
#include "tests/wire/TlsBench.h"

#include <QFileInfo>
#include <QTemporaryDir>

using namespace muster;
using namespace Qt::StringLiterals;

namespace
{

const QStringList kNames{u"node-1.lan"_s, u"localhost"_s, u"not a name"_s};
const QList<QHostAddress> kAddresses{QHostAddress(u"127.0.0.1"_s), QHostAddress(u"fd00::1"_s)};

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void put(const QString &path, const QByteArray &text, QFile::Permissions permissions)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(text) == text.size() && file.setPermissions(permissions));
}

constexpr auto kMine = QFile::ReadOwner | QFile::WriteOwner;

} // namespace

class tst_TlsIdentity : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void makesAPairOnce();
    void namesStandInTheCertificate();
    void certificateAloneIsRefused();
    void keyAloneKeepsItsPin();
    void readsAChain();
    void refusals_data();
    void refusals();
    void folderThatCannotBeWritten();
};

void tst_TlsIdentity::makesAPairOnce()
{
    const QTemporaryDir folder;
    const QString inner = folder.path() + u"/new/node"_s;

    const Result<TlsIdentity> first = ensureTlsIdentity(inner, kNames, kAddresses);
    const Result<TlsIdentity> second = ensureTlsIdentity(inner, {u"other"_s}, {});

    QVERIFY2(first, qPrintable(first ? QString() : first.error().text()));
    QVERIFY(second.has_value());
    QCOMPARE(*second, *first);
    QVERIFY(first->isSelfSigned());
    QCOMPARE(first->pin().sha256.size(), 32);
    QCOMPARE(QFileInfo(inner + u"/tls.key"_s).permissions() & ~(QFile::ReadUser | QFile::WriteUser), kMine);
    QVERIFY(!contentOf(inner + u"/tls.crt"_s).contains("PRIVATE"));
}

void tst_TlsIdentity::namesStandInTheCertificate()
{
    const QTemporaryDir folder;

    const Result<TlsIdentity> made = ensureTlsIdentity(folder.path(), kNames, kAddresses);

    QVERIFY(made.has_value());
    const QSslCertificate &certificate = made->chain.first();
    const auto names = certificate.subjectAlternativeNames();
    QCOMPARE(names.values(QSsl::DnsEntry).size(), 2);
    QVERIFY(names.values(QSsl::DnsEntry).contains(u"node-1.lan"_s));
    QVERIFY(names.values(QSsl::IpAddressEntry).contains(u"127.0.0.1"_s));
    QCOMPARE(names.values(QSsl::IpAddressEntry).size(), 2);
    QVERIFY(certificate.effectiveDate() < QDateTime::currentDateTimeUtc());
    QVERIFY(certificate.expiryDate() > QDateTime::currentDateTimeUtc().addYears(9));
    QCOMPARE(made->key.algorithm(), QSsl::Ec);
    QCOMPARE(made->key.length(), 256);
}

void tst_TlsIdentity::certificateAloneIsRefused()
{
    const QTemporaryDir folder;
    put(folder.filePath(u"tls.crt"_s), madePair().certificate, kMine);

    const Result<TlsIdentity> got = ensureTlsIdentity(folder.path(), kNames, kAddresses);

    QVERIFY(!got);
    QCOMPARE(got.error().kind, ErrorKind::Invalid);
    QCOMPARE(got.error().field, u"tls.key"_s);
    QVERIFY(!QFileInfo::exists(folder.filePath(u"tls.key"_s)));
}

void tst_TlsIdentity::keyAloneKeepsItsPin()
{
    const QTemporaryDir folder;
    const Result<TlsIdentity> before = ensureTlsIdentity(folder.path(), kNames, kAddresses);
    QVERIFY(QFile::remove(folder.filePath(u"tls.crt"_s)));

    const Result<TlsIdentity> after = ensureTlsIdentity(folder.path(), {u"renamed.lan"_s}, {});

    QVERIFY(after.has_value());
    QCOMPARE(after->pin(), before->pin());
    QVERIFY(after->chain != before->chain);
}

void tst_TlsIdentity::readsAChain()
{
    const QTemporaryDir folder;
    const MadePair authority = madePair({.isAuthority = true}, {u"ca.test"_s}, {});
    const MadePair server = vouchedPair(authority);
    put(folder.filePath(u"tls.crt"_s), server.certificate + authority.certificate, kMine);
    put(folder.filePath(u"tls.key"_s), server.key, kMine);

    const Result<TlsIdentity> got = ensureTlsIdentity(folder.path(), {}, {});

    QVERIFY(got.has_value());
    QCOMPARE(got->chain.size(), 2);
    QVERIFY(!got->isSelfSigned());
    QCOMPARE(got->pin(), server.pin());
}

void tst_TlsIdentity::refusals_data()
{
    QTest::addColumn<QByteArray>("certificate");
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<int>("keyPermissions");
    QTest::addColumn<QString>("field");
    const MadePair one = madePair();
    const MadePair other = madePair();
    const auto row = [](const char *name, const QByteArray &certificate, const QByteArray &key, const QString &field,
                        QFile::Permissions permissions = kMine) {
        QTest::newRow(name) << certificate << key << int(permissions) << field;
    };
    row("mismatched pair", one.certificate, other.key, u"tls.key"_s);
    row("key read by the group", one.certificate, one.key, u"tls.key"_s, kMine | QFile::ReadGroup);
    row("key read by others", one.certificate, one.key, u"tls.key"_s, kMine | QFile::ReadOther);
    row("key written by others", one.certificate, one.key, u"tls.key"_s, kMine | QFile::WriteOther);
    row("empty certificate", {}, one.key, u"tls.crt"_s);
    row("empty key", one.certificate, {}, u"tls.key"_s);
    row("certificate of nonsense", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", one.key,
        u"tls.crt"_s);
    row("key of nonsense", one.certificate, "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
        u"tls.key"_s);
    row("key with a passphrase", one.certificate, keyFromPem(one.key).toPem("passphrase"), u"tls.key"_s);
    row("files the wrong way round", one.key, one.certificate, u"tls.crt"_s);
    row("endless key", one.certificate, QByteArray(limits::kPemFileBytes + 1, 'A'), u"tls.key"_s);
}

void tst_TlsIdentity::refusals()
{
    QFETCH(QByteArray, certificate);
    QFETCH(QByteArray, key);
    QFETCH(int, keyPermissions);
    QFETCH(QString, field);
    const QTemporaryDir folder;
    put(folder.filePath(u"tls.crt"_s), certificate, kMine);
    put(folder.filePath(u"tls.key"_s), key, QFile::Permissions(keyPermissions));

    const Result<TlsIdentity> got = ensureTlsIdentity(folder.path(), kNames, kAddresses);

    QVERIFY(!got);
    QCOMPARE(got.error().kind, ErrorKind::Invalid);
    QCOMPARE(got.error().field, field);
    QVERIFY(!got.error().what.contains(u'\n'));
    QCOMPARE(contentOf(folder.filePath(u"tls.crt"_s)), certificate); // Nothing of a person's is overwritten.
}

void tst_TlsIdentity::folderThatCannotBeWritten()
{
    const QTemporaryDir folder;
    put(folder.filePath(u"file"_s), "x", kMine);

    const Result<TlsIdentity> got = ensureTlsIdentity(folder.filePath(u"file/inner"_s), kNames, kAddresses);

    QVERIFY(!got);
    QCOMPARE(got.error().kind, ErrorKind::Storage);
}

QTEST_GUILESS_MAIN(tst_TlsIdentity)
#include "tst_TlsIdentity.moc"
