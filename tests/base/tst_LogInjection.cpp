// SPDX-License-Identifier: Apache-2.0
// Whatever a peer writes, one entry is one line of the real sink, without anything that a terminal obeys (T-16, T-17).
#include "core/base/Limits.h"
#include "core/base/Log.h"

#include <QTemporaryFile>
#include <QTest>

#include <cstdio>
#include <random>
#include <unistd.h>

using namespace muster;
using namespace Qt::StringLiterals;

namespace {

constexpr int kPayloads = 10'000;

//! Sends standard error into a file while it lives.
class CaughtErrors
{
public:
    CaughtErrors() : m_before(::dup(STDERR_FILENO))
    {
        isOpen = m_file.open() && std::fflush(stderr) == 0 && ::dup2(m_file.handle(), STDERR_FILENO) >= 0;
    }
    ~CaughtErrors() { giveBack(); }
    Q_DISABLE_COPY_MOVE(CaughtErrors)

    QByteArray giveBack()
    {
        std::fflush(stderr);
        if (m_before >= 0)
            ::dup2(m_before, STDERR_FILENO);
        ::close(m_before);
        m_before = -1;
        m_file.seek(0);
        return m_file.readAll();
    }

    bool isOpen = false;

private:
    QTemporaryFile m_file;
    int m_before;
};

//! Text as an attacker would choose it: control, bidirectional, zero-width and line-separating characters, lone halves of
//! surrogates, forged entries, and some that is harmless.
QString payload(std::mt19937 *random)
{
    static const QStringList parts{u"\n2026-11-21T00:00:00.000Z info muster.app: forged"_s, u"\r\n"_s, u"\x1b[2J"_s,
                                   u"\x1b]52;c;YQ==\x07"_s, u"harmless"_s, u"%s%n%1"_s, QString(5000, u'x')};
    static constexpr char16_t kOdd[]{0x00, 0x0a, 0x0b, 0x0c, 0x0d, 0x1b, 0x7f, 0x85, 0x9b, 0x200b,
                                     0x2028, 0x2029, 0x202e, 0x2066, 0xfeff, 0xd800, 0xdfff, u'a'};
    QString text;
    for (quint32 length = (*random)() % 20; length > 0; --length) {
        if ((*random)() % 8 == 0)
            text += parts[(*random)() % parts.size()];
        else
            text += QChar((*random)() % 3 == 0 ? char16_t((*random)() & 0xffff) : kOdd[(*random)() % std::size(kOdd)]);
    }
    return text;
}

} // namespace

class tst_LogInjection : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void oneEntryIsOneLine()
    {
        std::mt19937 random(16);
        CaughtErrors caught;
        QVERIFY(caught.isOpen && startLogging(u"warning"_s));

        for (int i = 0; i < kPayloads; ++i)
            qCWarning(logWire).noquote() << payload(&random);

        qInstallMessageHandler(nullptr);
        const QByteArray written = caught.giveBack();
        QCOMPARE(written.count('\n'), kPayloads);
        QCOMPARE(written.count(" warning muster.wire: "), kPayloads);
        for (const QByteArray &line : written.split('\n')) {
            const QString text = QString::fromUtf8(line);
            QVERIFY(text.size() <= limits::kLogLineCharacters + 100);
            QVERIFY2(std::ranges::none_of(text, [](QChar c) {
                         return c.category() == QChar::Other_Control || c == QChar(0x2028) || c == QChar(0x2029)
                             || c == QChar(0x202e) || c == QChar(0x2066) || c == QChar(0x200b);
                     }),
                     line.toPercentEncoding().constData());
        }
    }
};

QTEST_GUILESS_MAIN(tst_LogInjection)
#include "tst_LogInjection.moc"
