// SPDX-License-Identifier: Apache-2.0
#include "ui/clusters/TrustForm.h"
#include "ui/kit/Field.h"
#include "ui/kit/Theme.h"

#include <QCheckBox>
#include <QSignalSpy>
#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

class tst_TrustForm final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fingerprintsAreWrittenInGroups()
    {
        const QString text = fingerprintText(TlsPin{QByteArray(32, '\x5a')});

        QCOMPARE(text.count(u'\n'), 1);
        QCOMPARE(text.split(QRegularExpression(u"\\s"_s)).size(), 16);
        QVERIFY(text.startsWith(u"5a5a 5a5a "_s));
    }

    void anEmptyFieldDemandsNothing()
    {
        TrustForm form(nullptr);
        const Result<TlsPin> pin = form.pin();
        QVERIFY(pin && pin->isEmpty());
    }

    void tickingPutsThePinAndUntickingTakesItBack()
    {
        TrustForm form(nullptr);
        form.show();
        QSignalSpy trusted(&form, &TrustForm::trusted);
        const TlsPin seen{QByteArray(32, '\x5a')};
        form.ask(seen, u"prod.example"_s);
        QVERIFY(form.isAsking());
        QVERIFY(form.pin()->isEmpty());

        auto *tick = form.findChild<QCheckBox *>();
        tick->click();
        QCOMPARE(trusted.count(), 1);
        QCOMPARE(*form.pin(), seen);
        tick->click();
        QVERIFY(form.pin()->isEmpty());
        QCOMPARE(trusted.count(), 1);
    }

    void aChangedKeyOffersNothingToTick()
    {
        TrustForm form(nullptr);
        form.show();
        const TlsPin known{QByteArray(32, '\x11')};
        form.setPin(known);
        form.tellChanged(known, TlsPin{QByteArray(32, '\x5a')}, u"prod.example"_s);

        QVERIFY(form.isAsking());
        QVERIFY(!form.findChild<QCheckBox *>()->isVisible());
        QVERIFY(form.findChild<Field *>()->isInvalid());
        QCOMPARE(*form.pin(), known);
        form.clear();
        QVERIFY(!form.isAsking());
    }

private:
    Theme m_theme;
};

QTEST_MAIN(tst_TrustForm)
#include "tst_TrustForm.moc"
