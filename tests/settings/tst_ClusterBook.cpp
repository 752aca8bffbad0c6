// SPDX-License-Identifier: Apache-2.0
// The book of clusters: kept whole, without secrets, and never lost to a broken file.

#include "core/base/Limits.h"
#include "core/settings/ClusterBook.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

namespace {

ClusterProfile profile(const QString &title, const QString &url)
{
    ClusterProfile one;
    one.title = title;
    one.address = {u"native"_s, QUrl(url)};
    one.colour = u"#2E7D32"_s;
    one.badge = u"PE"_s;
    return one;
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void writeFile(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(bytes);
}

} // namespace

class tst_ClusterBook final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aMissingFileIsAnEmptyBook()
    {
        const QTemporaryDir folder;
        ClusterBook book(folder.path());
        QVERIFY(book.load());
        QVERIFY(book.profiles().isEmpty());
    }

    void keepsProfilesOverARestart()
    {
        const QTemporaryDir folder;
        ClusterBook book(folder.path());
        ClusterProfile wanted = profile(u"prod-eu"_s, u"https://muster.example:3100"_s);
        wanted.isReadOnly = true;
        wanted.lastUsedAt = Timestamp{1'800'000'000'123};
        const Result<QString> id = book.put(wanted);
        QVERIFY(id);

        ClusterBook again(folder.path());
        QVERIFY(again.load());

        wanted.id = *id;
        QCOMPARE(again.profiles(), QList{wanted});
        constexpr auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
        QCOMPARE(QFile::permissions(again.path()) & others, QFile::Permissions());
    }

    void replacesTheProfileWithTheSameId()
    {
        const QTemporaryDir folder;
        ClusterBook book(folder.path());
        ClusterProfile one = profile(u"old"_s, u"http://127.0.0.1:3100"_s);
        one.id = *book.put(one);
        one.title = u"new"_s;

        QVERIFY(book.put(one));

        QCOMPARE(book.profiles().size(), 1);
        QCOMPARE(book.find(one.id)->title, u"new"_s);
    }

    void refusesWrongFields_data()
    {
        QTest::addColumn<QString>("field");
        for (const auto *field : {"id", "title", "dialect", "url", "colour", "badge"})
            QTest::newRow(field) << QString::fromLatin1(field);
    }
    void refusesWrongFields()
    {
        QFETCH(QString, field);
        ClusterProfile one = profile(u"prod"_s, u"http://127.0.0.1:3100"_s);
        if (field == "id"_L1)
            one.id = u"../x"_s;
        else if (field == "title"_L1)
            one.title = u"  "_s;
        else if (field == "dialect"_L1)
            one.address.dialect.clear();
        else if (field == "url"_L1)
            one.address.url = QUrl(u"http://user:secret@127.0.0.1"_s);
        else if (field == "colour"_L1)
            one.colour = u"red"_s;
        else
            one.badge = u"ABC"_s;
        const QTemporaryDir folder;
        ClusterBook book(folder.path());

        const Result<QString> id = book.put(one);

        QVERIFY(!id);
        QCOMPARE(id.error().kind, ErrorKind::Invalid);
        QCOMPARE(id.error().field, field);
        QVERIFY(book.profiles().isEmpty());
    }

    void findsByAddressTheOneUsedLast()
    {
        const QTemporaryDir folder;
        ClusterBook book(folder.path());
        const ClusterProfile one = profile(u"one"_s, u"http://127.0.0.1:3100"_s);
        const QString first = *book.put(one);
        const QString second = *book.put(one);
        QVERIFY(book.touch(first, Timestamp{100}));
        QVERIFY(book.touch(second, Timestamp{200}));

        QCOMPARE(book.findByAddress(one.address)->id, second);
        QCOMPARE(book.latest()->id, second);
        QVERIFY(!book.findByAddress({u"demo"_s, {}}));
        QCOMPARE(book.touch(u"none"_s, {}).error().kind, ErrorKind::NotFound);
    }

    void removes()
    {
        const QTemporaryDir folder;
        ClusterBook book(folder.path());
        const QString id = *book.put(profile(u"one"_s, u"http://127.0.0.1:3100"_s));
        QSignalSpy changed(&book, &ClusterBook::changed);

        QVERIFY(book.remove(id));

        QCOMPARE(changed.count(), 1);
        QVERIFY(book.profiles().isEmpty());
        QCOMPARE(book.remove(id).error().kind, ErrorKind::NotFound);
    }

    void holdsOnlySoMany()
    {
        const QTemporaryDir folder;
        ClusterBook book(folder.path());
        for (int i = 0; i < limits::kProfiles; ++i)
            QVERIFY(book.put(profile(u"c%1"_s.arg(i), u"http://127.0.0.1:%1"_s.arg(i + 1))));

        const Result<QString> oneMore = book.put(profile(u"more"_s, u"http://127.0.0.1:9999"_s));

        QVERIFY(!oneMore);
        QCOMPARE(oneMore.error().kind, ErrorKind::Busy);
    }

    void aBrokenFileIsPutAsideNotLost_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("half") << QByteArray("{\"clusters\":[{\"id\":\"ab\"");
        QTest::newRow("wrong type") << QByteArray("{\"clusters\":7}");
        QTest::newRow("not an object") << QByteArray("[]");
        QTest::newRow("wrong entry") << QByteArray("{\"clusters\":[7]}");
        QTest::newRow("bad id") << QByteArray("{\"clusters\":[{\"id\":\"/\",\"title\":\"a\",\"dialect\":\"native\"}]}");
    }
    void aBrokenFileIsPutAsideNotLost()
    {
        QFETCH(QByteArray, bytes);
        const QTemporaryDir folder;
        ClusterBook book(folder.path());
        writeFile(book.path(), bytes);

        const Result<void> loaded = book.load();
        QVERIFY(!loaded);
        QCOMPARE(contentOf(book.path()), bytes); // Reading changes nothing.
        QVERIFY(book.put(profile(u"one"_s, u"http://127.0.0.1:3100"_s)));

        QCOMPARE(contentOf(book.path() + u".broken"_s), bytes);
        QVERIFY(book.load());
        QCOMPARE(book.profiles().size(), 1);
    }

    void exportsAndImportsWithFreshIds()
    {
        const QTemporaryDir one;
        const QTemporaryDir two;
        ClusterBook from(one.path());
        const QString id = *from.put(profile(u"prod"_s, u"https://muster.example:3100"_s));
        QVERIFY(from.exportTo(one.filePath(u"out.json"_s)));
        ClusterBook to(two.path());

        const Result<int> added = to.importFrom(one.filePath(u"out.json"_s));
        const Result<int> again = to.importFrom(one.filePath(u"out.json"_s));

        QCOMPARE(added.value_or(-1), 1);
        QCOMPARE(again.value_or(-1), 0);
        QCOMPARE(to.profiles()[0].title, u"prod"_s);
        QVERIFY(to.profiles()[0].id != id); // Its secret is another machine's.
    }

    void findsByPlaceWhateverThePin()
    {
        const QTemporaryDir folder;
        ClusterBook book(folder.path());
        ClusterProfile one = profile(u"one"_s, u"https://muster.example:3100"_s);
        one.address.pin.sha256 = QByteArray(32, '\x01');
        const QString id = *book.put(one);

        const std::optional<ClusterProfile> found = book.findByAddress({u"native"_s, one.address.url});
        QVERIFY(found);
        QCOMPARE(found->id, id);
    }

    void importsNoTickOfAnotherPerson()
    {
        const QTemporaryDir one;
        const QTemporaryDir two;
        ClusterBook from(one.path());
        ClusterProfile plain = profile(u"mail"_s, u"http://mail.example:3100"_s);
        plain.address.dialect = u"agenticmail"_s;
        plain.address.allowsPlainSecrets = true;
        QVERIFY(from.put(plain));
        QVERIFY(from.exportTo(one.filePath(u"out.json"_s)));
        ClusterBook to(two.path());

        QCOMPARE(to.importFrom(one.filePath(u"out.json"_s)).value_or(-1), 1);
        QVERIFY(!to.profiles()[0].address.allowsPlainSecrets);
    }

    void importsNothingOfABrokenFile()
    {
        const QTemporaryDir folder;
        ClusterBook book(folder.path());
        writeFile(folder.filePath(u"in.json"_s), "{\"clusters\":[{\"id\":\"ab\",\"title\":\"\",\"dialect\":\"native\"}]}");

        const Result<int> added = book.importFrom(folder.filePath(u"in.json"_s));

        QVERIFY(!added);
        QVERIFY(book.profiles().isEmpty());
        QCOMPARE(book.importFrom(u"/nonexistent"_s).error().kind, ErrorKind::Storage);
    }

    void aFullOrUnwritableDiskChangesNothing()
    {
        ClusterBook book(u"/proc/nowhere"_s);

        const Result<QString> id = book.put(profile(u"one"_s, u"http://127.0.0.1:3100"_s));

        QVERIFY(!id);
        QCOMPARE(id.error().kind, ErrorKind::Storage);
        QVERIFY(book.profiles().isEmpty());
    }
};

QTEST_GUILESS_MAIN(tst_ClusterBook)
#include "tst_ClusterBook.moc"
