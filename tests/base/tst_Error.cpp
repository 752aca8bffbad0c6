// SPDX-License-Identifier: Apache-2.0
#include "core/base/Result.h"

#include <QSet>
#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

namespace {

constexpr std::array kKinds{ErrorKind::Cancelled, ErrorKind::Timeout,     ErrorKind::Unreachable, ErrorKind::Refused,
                            ErrorKind::NotFound,  ErrorKind::Conflict,    ErrorKind::Invalid,     ErrorKind::Unsupported,
                            ErrorKind::Busy,      ErrorKind::Protocol,    ErrorKind::Storage,     ErrorKind::Internal};

Result<int> half(int number)
{
    if (number % 2 != 0)
        return invalid(u"number"_s, u"%1 is odd"_s.arg(number));
    return number / 2;
}

Result<int> quarter(int number)
{
    MUSTER_TRY(once, half(number));
    MUSTER_TRY(twice, half(once));
    return twice;
}

Result<void> checked(int number)
{
    MUSTER_CHECK(quarter(number));
    return {};
}

} // namespace

class tst_Error : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyKindHasItsOwnWord()
    {
        QSet<QString> words;
        for (const ErrorKind kind : kKinds) {
            words << codeOf(kind);
            QCOMPARE(kindOf(codeOf(kind)), kind);
        }

        QCOMPARE(words.size(), static_cast<qsizetype>(kKinds.size()));
        QCOMPARE(codeOf(ErrorKind::NotFound), u"not-found"_s);
        QCOMPARE(kindOf(u"no such word"_s), ErrorKind::Internal);
    }

    void onlyWhatMayPassIsRetried()
    {
        for (const ErrorKind kind : {ErrorKind::Timeout, ErrorKind::Unreachable, ErrorKind::Busy})
            QVERIFY2(mayRetry(kind), qPrintable(codeOf(kind)));
        for (const ErrorKind kind : {ErrorKind::Invalid, ErrorKind::Refused, ErrorKind::NotFound, ErrorKind::Unsupported})
            QVERIFY2(!mayRetry(kind), qPrintable(codeOf(kind)));
    }

    void outerContextStandsInFront()
    {
        const Error error = storageError(u"writing"_s, u"no space is left"_s).within(u"announcing vps-02"_s);

        QCOMPARE(error.kind, ErrorKind::Storage);
        QVERIFY(error.text().startsWith(u"announcing vps-02"_s));
        QVERIFY(error.text().contains(u"writing"_s));
        QVERIFY(error.text().endsWith(u"no space is left"_s));
        QCOMPARE(notFound(u"gone"_s).text(), u"gone"_s);
    }

    void ownCodeWinsOverTheKinds()
    {
        QCOMPARE(conflict(u"taken"_s, u"duplicate-id"_s).codeOrDefault(), u"duplicate-id"_s);
        QCOMPARE(conflict(u"taken"_s).codeOrDefault(), u"conflict"_s);
    }

    void resultHoldsAValueOrAnError()
    {
        QCOMPARE(quarter(8).value(), 2);
        QCOMPARE(quarter(6).error().what, u"3 is odd"_s);
        QCOMPARE(quarter(6).value_or(-1), -1);
        QVERIFY(checked(4).has_value());
        QCOMPARE(checked(5).error().field, u"number"_s);
        QVERIFY(!Result<int>());
        QVERIFY(Result<void>());
    }
};

QTEST_GUILESS_MAIN(tst_Error)
#include "tst_Error.moc"
