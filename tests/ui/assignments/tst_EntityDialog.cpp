// SPDX-License-Identifier: Apache-2.0
// Entities are registered, changed and removed by keyboard; names for screen readers; and pictures into pictures/ of the build
// folder, to be held beside the reference.
#include "tests/ui/assignments/PinDesk.h"
#include "ui/assignments/EntityDetails.h"
#include "ui/assignments/EntityDialog.h"
#include "ui/assignments/NamedValues.h"
#include "ui/assignments/NodePicker.h"
#include "ui/assignments/RemoveEntityDialog.h"
#include "ui/assignments/ReviewPanel.h"
#include "ui/kit/Button.h"
#include "ui/kit/Field.h"

#include <QAccessible>
#include <QDir>
#include <QJsonArray>
#include <QJsonObject>
#include <QLabel>
#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

namespace {

// Widgets that Tab reaches and that a screen reader would have no name for.
QStringList unnamedIn(const QWidget &root)
{
    QStringList unnamed;
    const QList<QWidget *> widgets = root.findChildren<QWidget *>();
    for (QWidget *widget : widgets) {
        if (!(widget->focusPolicy() & Qt::TabFocus) || widget->focusProxy() || !widget->isVisibleTo(&root))
            continue;
        QAccessibleInterface *accessible = QAccessible::queryAccessibleInterface(widget);
        if (!accessible || accessible->text(QAccessible::Name).isEmpty())
            unnamed += QString::fromLatin1(widget->metaObject()->className());
    }
    return unnamed;
}

} // namespace

class tst_EntityDialog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void agentIsRegisteredByKeyboard()
    {
        Theme theme;
        PinDesk desk;
        QVERIFY(desk.isReady());
        desk.page->focusList();
        desk.press(Qt::Key_N);
        auto *dialog = desk.page->findChild<EntityDialog *>();
        QVERIFY(dialog && QTest::qWaitForWindowActive(dialog));
        QTest::keyClicks(dialog->idField(), u"hello"_s);
        QTest::keyClicks(dialog->commandField(), u"/bin/sh -c 'cat; echo done'"_s);
        dialog->variables()->add(u"LEVEL"_s, u"a b"_s);
        dialog->secrets()->add(u"KEY"_s, u"s3cr3t"_s);
        QCOMPARE(dialog->command(), u"musterctl entities add agent hello --env 'LEVEL=a b' --secret KEY=FILE -- /bin/sh -c 'cat; echo done'"_s);
        QTest::keyClick(dialog->commandField(), Qt::Key_Return);

        QTRY_COMPARE(desk.cluster->saved.size(), 1);
        const EntityRequest &asked = desk.cluster->saved.first();
        QCOMPARE(asked.entity.settings.value("argv"_L1).toArray(), (QJsonArray{u"/bin/sh"_s, u"-c"_s, u"cat; echo done"_s}));
        QCOMPARE(asked.entity.settings.value("env"_L1).toObject(), (QJsonObject{{u"LEVEL"_s, u"a b"_s}}));
        QCOMPARE(asked.secrets.value(u"KEY"_s).reveal(), QByteArray("s3cr3t"));
        QVERIFY(asked.mustBeNew);
        QTRY_VERIFY(desk.entities.find(refOf(u"agent/hello"_s)));
    }

    void wrongFormsNameTheFieldAndSendNothing_data()
    {
        QTest::addColumn<QString>("id");
        QTest::addColumn<QString>("command");
        QTest::newRow("no id") << QString() << u"/bin/true"_s;
        QTest::newRow("short id") << u"a"_s << u"/bin/true"_s;
        QTest::newRow("no command") << u"hello"_s << QString();
        QTest::newRow("open quote") << u"hello"_s << u"/bin/echo 'x"_s;
    }
    void wrongFormsNameTheFieldAndSendNothing()
    {
        QFETCH(const QString, id);
        QFETCH(const QString, command);
        Theme theme;
        PinDesk desk;
        QVERIFY(desk.isReady());
        EntityDialog dialog(desk.session.get(), nullptr, desk.page);
        dialog.idField()->setText(id);
        QTest::keyClicks(dialog.commandField(), command);
        dialog.saveButton()->click();
        QVERIFY(desk.cluster->saved.isEmpty());
        QVERIFY(dialog.idField()->isInvalid() || dialog.commandField()->isInvalid());
    }

    void existingIdIsSaidAtTheId()
    {
        Theme theme;
        PinDesk desk;
        QVERIFY(desk.isReady());
        EntityDialog dialog(desk.session.get(), nullptr, desk.page);
        dialog.idField()->setText(u"alpha"_s);
        QTest::keyClicks(dialog.commandField(), u"/bin/true"_s);
        dialog.saveButton()->click();
        QTRY_VERIFY(dialog.idField()->isInvalid());
    }

    void editKeepsSecretsAndWhatTheFormDoesNotShow()
    {
        Theme theme;
        PinDesk desk;
        EntityState state = entityCalled(u"agent/alpha"_s);
        state.entity.settings = {{u"argv"_s, QJsonArray{u"/bin/true"_s}}, {u"memoryBytes"_s, 1073741824}};
        state.entity.secrets = {u"KEY"_s, u"OLD"_s};
        state.entity.subtitle = u"of the lab"_s;
        desk.cluster->put(state);
        QVERIFY(desk.isReady());
        EntityDialog dialog(desk.session.get(), &desk.entities.find(refOf(u"agent/alpha"_s))->entity, desk.page);
        QTest::keyClicks(dialog.commandField(), u" --fast"_s);
        const std::optional<EntityRequest> request = dialog.request();
        QVERIFY(request);
        QCOMPARE(request->keptSecrets, (QStringList{u"KEY"_s, u"OLD"_s}));
        QVERIFY(request->secrets.isEmpty());
        QVERIFY(!request->mustBeNew);
        QCOMPARE(request->entity.settings.value("memoryBytes"_L1).toInteger(), 1073741824);
        QCOMPARE(request->entity.settings.value("argv"_L1).toArray(), (QJsonArray{u"/bin/true"_s, u"--fast"_s}));
        QCOMPARE(request->entity.subtitle, u"of the lab"_s);
    }

    void removalNamesWhatGoesWithIt()
    {
        Theme theme;
        PinDesk desk;
        desk.cluster->pinAs(u"kim"_s, refOf(u"agent/alpha"_s), NodeId(u"vps-02"_s), AssignmentMode::Strict);
        QVERIFY(desk.isReady());
        desk.page->focusList();
        desk.press(Qt::Key_Delete);
        auto *dialog = desk.page->findChild<RemoveEntityDialog *>();
        QVERIFY(dialog);
        QString words;
        for (const QLabel *label : dialog->findChildren<QLabel *>())
            words += label->text();
        QVERIFY(words.contains(u"its pin to vps-02, strict"_s) && words.contains(u"jobs"_s));
        QVERIFY(dialog->cancelButton()->hasFocus() || dialog->focusWidget() == dialog->cancelButton());
        dialog->verbButton()->click();
        QTRY_VERIFY(!desk.cluster->has(refOf(u"agent/alpha"_s)));
    }

    void everythingFocusableHasAName()
    {
        Theme theme;
        PinDesk desk(true);
        QVERIFY(desk.isReady());
        desk.page->pins()->stage(refOf(u"agent/voice-desk"_s), NodeId(u"studio-imac"_s), AssignmentMode::Preferred);
        desk.page->showReview();
        QCOMPARE(unnamedIn(desk.window).join(u' '), QString());
        desk.page->openEntity(refOf(u"agent/billing-bot"_s));
        QCOMPARE(unnamedIn(desk.window).join(u' '), QString());
        EntityDialog dialog(desk.session.get(), nullptr, desk.page);
        dialog.variables()->add(u"A"_s, {});
        dialog.secrets()->addKept(u"B"_s);
        dialog.show();
        QCOMPARE(unnamedIn(dialog).join(u' '), QString());
        const QString said = desk.entities.index(0, EntitiesModel::NameColumn).data(Qt::AccessibleTextRole).toString();
        QCOMPARE(said, u"billing-bot, agent, pinned to aws-us-east-1, strict, will wait: draining"_s);
    }

    void picturesAreDrawn_data();
    void picturesAreDrawn();

private:
    static void save(QWidget *widget, const QString &name, int ratio)
    {
        QTest::qWait(30); // Layouts settle by posted events.
        QImage picture(widget->size() * ratio, QImage::Format_ARGB32_Premultiplied);
        picture.setDevicePixelRatio(ratio);
        widget->render(&picture);
        QDir folder(QStringLiteral(MUSTER_BINARY_DIR));
        QVERIFY(folder.mkpath(u"pictures"_s));
        QVERIFY(picture.save(folder.filePath(u"pictures/%1@%2x.png"_s.arg(name).arg(ratio))));
    }
};

void tst_EntityDialog::picturesAreDrawn_data()
{
    QTest::addColumn<bool>("dark");
    QTest::addColumn<int>("ratio");
    for (const bool dark : {false, true}) {
        for (const int ratio : {1, 2})
            QTest::addRow("%s@%dx", dark ? "dark" : "light", ratio) << dark << ratio;
    }
}

void tst_EntityDialog::picturesAreDrawn()
{
    QFETCH(const bool, dark);
    QFETCH(const int, ratio);
    Theme theme;
    theme.setChoice(dark ? Theme::Choice::Dark : Theme::Choice::Light);
    const QString end = dark ? u"-dark"_s : u"-light"_s;
    PinDesk desk(true);
    for (int i = 0; i < 4; ++i) {
        Job job;
        job.id = JobId(i == 0 ? u"j-8f2e"_s : u"j-%1"_s.arg(i));
        job.entity = refOf(u"agent/invoice-agent"_s);
        job.state = i == 0 ? JobState::Active : JobState::Waiting;
        desk.cluster->work.append(job);
    }
    QVERIFY(desk.isReady());
    StagedPins *pins = desk.page->pins();
    pins->stage(refOf(u"agent/invoice-agent"_s), NodeId(u"mac-mini-office"_s), AssignmentMode::Preferred);
    pins->stage(refOf(u"agent/voice-desk"_s), NodeId(u"studio-imac"_s), AssignmentMode::Preferred);
    pins->stage(refOf(u"inference-server/whisper-large"_s), NodeId(u"gpu-box-2"_s), AssignmentMode::Strict);
    desk.cluster->pinAs(u"kim"_s, refOf(u"agent/voice-desk"_s), NodeId(u"hetzner-fsn1-b"_s));
    QVERIFY(desk.frame());
    desk.page->showReview();
    desk.page->review()->note()->setText(u"free memory on vps-02"_s);
    desk.page->table()->selectEntity(refOf(u"agent/invoice-agent"_s));
    desk.page->focusList();
    save(&desk.window, u"03-assignments"_s + end, ratio);

    desk.page->openEntity(refOf(u"automation/nightly-report"_s));
    save(&desk.window, u"03-entity"_s + end, ratio);
    pins->discard();
    desk.drawer->hide();
    desk.page->focusList();
    desk.press(Qt::Key_Up, Qt::ShiftModifier);
    desk.press(Qt::Key_Up, Qt::ShiftModifier);
    save(&desk.window, u"03-selection"_s + end, ratio);
    desk.page->pickNode();
    save(desk.page->picker(), u"03-picker"_s + end, ratio);
    desk.page->picker()->hide();
    desk.cluster->setLink(LinkState::Reconnecting);
    desk.window.resize(652, 470);
    save(&desk.window, u"03-link-lost-small"_s + end, ratio);
    EntityDialog dialog(desk.session.get(), nullptr, desk.page);
    dialog.idField()->setText(u"hello"_s);
    QTest::keyClicks(dialog.commandField(), u"/bin/sh -c 'cat; echo done'"_s);
    dialog.variables()->add(u"LEVEL"_s, u"debug"_s);
    dialog.secrets()->addKept(u"API_KEY"_s);
    dialog.show();
    save(&dialog, u"03-register"_s + end, ratio);
    PinDesk foreign(false, Feature::Follow);
    foreign.cluster->fill({});
    foreign.window.resize(900, 500);
    QVERIFY(foreign.isReady());
    save(&foreign.window, u"03-unsupported"_s + end, ratio);
}

QTEST_MAIN(tst_EntityDialog)
#include "tst_EntityDialog.moc"
