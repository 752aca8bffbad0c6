// SPDX-License-Identifier: Apache-2.0
#include "core/settings/Keyring.h"
#include "ui/clusters/SignInForm.h"
#include "ui/kit/Field.h"
#include "ui/kit/SegmentedControl.h"
#include "ui/kit/Theme.h"

#include <QSignalSpy>
#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

class tst_SignInForm final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_keyring = std::make_unique<Keyring>(u"MusterTest"_s);
        m_form = std::make_unique<SignInForm>(*m_keyring, nullptr);
        m_form->show();
    }

    void tokensAreTrimmedAndPasswordsAreNot()
    {
        field(u"Token"_s)->setText(u"  tok \n"_s);
        QCOMPARE(m_form->read(SignInForm::Blank::Wrong)->token.reveal(), QByteArray("tok"));

        m_form->setDialect(u"cognipeer"_s);
        field(u"E-mail"_s)->setText(u" kim@example.org "_s);
        field(u"Password"_s)->setText(u" pw "_s);
        field(u"Company"_s)->setText(u"acme"_s);
        const std::optional<Credentials> login = m_form->read(SignInForm::Blank::Wrong);
        QVERIFY(login);
        QCOMPARE(login->user, u"kim@example.org"_s);
        QCOMPARE(login->password.reveal(), QByteArray(" pw "));
        QCOMPARE(login->tenant, u"acme"_s);
    }

    void whatIsMissingIsBlamed()
    {
        QVERIFY(m_form->read(SignInForm::Blank::Allowed)->isEmpty());
        QVERIFY(!m_form->read(SignInForm::Blank::Wrong));
        QVERIFY(field(u"Token"_s)->isInvalid());

        m_form->setDialect(u"cognipeer"_s);
        field(u"Password"_s)->setText(u"pw"_s);
        QVERIFY(!m_form->read(SignInForm::Blank::Allowed));
        QVERIFY(field(u"E-mail"_s)->isInvalid());
    }

    void mailChoosesBetweenKeyAndPassword()
    {
        m_form->setDialect(u"agenticmail"_s);
        QCOMPARE(m_form->way(), SignIn::ApiKey);
        QTest::keyClick(m_form->findChild<SegmentedControl *>(), Qt::Key_Right);
        QCOMPARE(m_form->way(), SignIn::Password);
        QVERIFY(field(u"E-mail"_s)->isVisible());
        QVERIFY(!field(u"Company"_s)->isVisible());
    }

    void aKnownProfileBringsWhoButNoSecret()
    {
        m_form->setDialect(u"agenticmail"_s);
        ClusterProfile profile;
        profile.signIn = SignIn::Password;
        profile.user = u"kim@example.org"_s;
        m_form->setProfile(profile);

        QCOMPARE(m_form->way(), SignIn::Password);
        QCOMPARE(field(u"E-mail"_s)->text(), u"kim@example.org"_s);
        QVERIFY(field(u"Password"_s)->text().isEmpty());
        QVERIFY(!m_form->isRemembered());
    }

private:
    Field *field(const QString &name)
    {
        for (Field *one : m_form->findChildren<Field *>()) {
            if (one->accessibleName() == name)
                return one;
        }
        return nullptr;
    }

    Theme m_theme;
    std::unique_ptr<Keyring> m_keyring;
    std::unique_ptr<SignInForm> m_form;
};

QTEST_MAIN(tst_SignInForm)
#include "tst_SignInForm.moc"
