// SPDX-License-Identifier: Apache-2.0
// Paints the components in all their states into pictures/ of the build folder, to be held beside the reference
// pictures by eye, and checks that each picture is there and not flat.

#include "core/domain/NodeHistory.h"
#include "ui/kit/BeatBar.h"
#include "ui/kit/Chip.h"
#include "ui/kit/ControlPaint.h"
#include "ui/kit/Field.h"
#include "ui/kit/Icons.h"
#include "ui/kit/KeyHint.h"
#include "ui/kit/Note.h"
#include "ui/kit/Panel.h"
#include "ui/kit/PlainLabel.h"
#include "ui/kit/ProgressBar.h"
#include "ui/kit/SegmentedControl.h"
#include "ui/kit/Sparkline.h"
#include "ui/kit/StatusText.h"
#include "ui/kit/TabStrip.h"
#include "ui/kit/Theme.h"

#include <QDir>
#include <QPainter>
#include <QStyleOptionButton>
#include <QTest>

#include <cmath>

using namespace muster;
using namespace Qt::StringLiterals;

namespace {

QByteArray wave(double middle, double swing, int gapFrom = -1, int gapTo = -1)
{
    QByteArray samples;
    for (int i = 0; i < 60; ++i) {
        const double value = middle + swing * std::sin(i * 0.7) * std::cos(i * 0.23);
        samples += i >= gapFrom && i <= gapTo ? static_cast<char>(NodeHistory::kGap) : static_cast<char>(value);
    }
    return samples;
}

QByteArray rise(double from, double to)
{
    QByteArray samples;
    for (int i = 0; i < 60; ++i)
        samples += static_cast<char>(from + (to - from) * i / 59.0);
    return samples;
}

// One page with everything, absolute as in the reference.
class ComponentsPage : public QWidget
{
public:
    ComponentsPage()
    {
        resize(1440, 900);
        auto *field = new Field(u"Filter"_s, this);
        field->setLeadingIcon("filter"_L1);
        field->setPlaceholderText(u"Filter nodes"_s);
        field->setGeometry(508, 108, 200, 30);
        auto *hinted = new Field(u"Filter"_s, this);
        hinted->setLeadingIcon("filter"_L1);
        hinted->setPlaceholderText(u"Filter nodes"_s);
        hinted->setKeyHint(u"/"_s);
        hinted->setGeometry(724, 108, 200, 30);
        auto *wrong = new Field(u"Pattern"_s, this);
        wrong->setText(u"(timeout"_s);
        wrong->setInvalid(u"The bracket is not closed."_s);
        wrong->setGeometry(508, 174, 200, 30);
        auto *off = new Field(u"Name"_s, this);
        off->setLeadingIcon("lock"_L1);
        off->setText(u"read-only"_s);
        off->setEnabled(false);
        off->setGeometry(724, 170, 200, 30);
        auto *segmented = new SegmentedControl(u"View"_s, this);
        segmented->addPart("cards"_L1, u"Cards"_s);
        segmented->addPart("table"_L1, u"Table"_s);
        segmented->move(32, 297);
        segmented->resize(segmented->sizeHint());
        auto *tabs = new TabStrip(u"Details"_s, this);
        for (const QString &tab : {u"Summary"_s, u"Events"_s, u"Raw"_s})
            tabs->addTab(tab);
        tabs->setGeometry(972, 260, 360, 32);
        auto *note = new Note(NodeStatus::Degraded, u"Memory 96 % for 3 beats"_s,
                              u"Largest: browser-pool, 5.1 of 8 GB. Limit is 95 %."_s, this);
        note->setGeometry(972, 300, 328, 54);
        auto *beats = new BeatBar(this);
        beats->setGeometry(1056, 394, 340, 20);
        QByteArray marks(30, static_cast<char>(BeatMark::OnTime));
        marks[11] = static_cast<char>(BeatMark::Late);
        marks[14] = static_cast<char>(BeatMark::Missed);
        for (int i = 26; i < 30; ++i)
            marks[i] = static_cast<char>(BeatMark::LinkDown);
        beats->setBeats(marks);
        auto *bar = new ProgressBar(u"Deploy"_s, this);
        bar->setShare(0.45);
        bar->setGeometry(1056, 440, 200, 6);
        auto *hint = new KeyHint(u"Ctrl K"_s, this);
        hint->move(1280, 436);
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.fillRect(rect(), tokens().canvas);
        paintIcon(&painter, "muster"_L1, {32, 24}, 32, tokens().text);
        write(&painter, {76, 28}, Type::Title, tokens().text, u"Components and states"_s);
        paintButtons(&painter);
        paintChoices(&painter);
        paintStatuses(&painter);
        paintSparklines(&painter);
    }

private:
    void write(QPainter *painter, const QPointF &at, Type type, const QColor &color, const QString &text)
    {
        painter->setFont(fontOf(type));
        painter->setPen(color);
        painter->drawText(QRectF(at, QSizeF(400, lineHeightOf(type))), Qt::AlignVCenter | Qt::AlignLeft, text);
    }

    void paintOne(QPainter *painter, const QPoint &at, const Button &button, QStyle::State state)
    {
        QStyleOptionButton option;
        option.text = button.text();
        option.state = state;
        option.rect = QRect(at, buttonSize(option, &button));
        paintButton(painter, option, button.kind(), &button);
    }

    void paintButtons(QPainter *painter)
    {
        const QStyle::State on = QStyle::State_Enabled;
        const Button primary(u"Drain"_s, ButtonKind::Primary);
        const Button secondary("cordon"_L1, u"Cordon"_s);
        const Button danger("trash"_L1, u"Remove…"_s, ButtonKind::Danger);
        Button quiet(u"View"_s, ButtonKind::Quiet);
        quiet.setOpensMenu(true);
        paintOne(painter, {32, 108}, primary, on);
        paintOne(painter, {107, 108}, primary, on | QStyle::State_MouseOver);
        paintOne(painter, {182, 108}, primary, on);
        paintFocusRing(painter, QRectF(QPointF(182, 108), primary.sizeHint()), 6);
        paintOne(painter, {258, 108}, primary, {});
        paintOne(painter, {32, 170}, secondary, on);
        paintOne(painter, {140, 170}, secondary, on | QStyle::State_MouseOver);
        paintOne(painter, {248, 170}, secondary, on);
        paintFocusRing(painter, QRectF(QPointF(248, 170), secondary.sizeHint()), 6);
        paintOne(painter, {356, 170}, secondary, {});
        paintOne(painter, {32, 235}, quiet, on);
        paintOne(painter, {115, 235}, quiet, on | QStyle::State_MouseOver);
        paintOne(painter, {197, 232}, danger, on);
    }

    void paintChoices(QPainter *painter)
    {
        paintCheckBox(painter, QRectF(508, 236, 16, 16), Qt::Unchecked, true, false);
        paintCheckBox(painter, QRectF(536, 236, 16, 16), Qt::Checked, true, false);
        paintCheckBox(painter, QRectF(564, 236, 16, 16), Qt::PartiallyChecked, true, false);
        paintRadio(painter, QRectF(592, 236, 16, 16), false, true, false);
        paintRadio(painter, QRectF(620, 236, 16, 16), true, true, false);
    }

    void paintStatuses(QPainter *painter)
    {
        const QList<StatusWords> all{
            {.status = NodeStatus::Online, .was = {}, .age = {}, .drain = {}, .isLate = false},
            {.status = NodeStatus::Degraded, .was = {}, .age = {}, .drain = {}, .isLate = false},
            {.status = NodeStatus::Draining,
             .was = {},
             .age = {},
             .drain = Drain{.jobsLeft = 3, .jobsAtStart = 5, .deadline = {}, .waitsFor = {}},
             .isLate = false},
            {.status = NodeStatus::Offline, .was = {}, .age = milliseconds(14 * 60000), .drain = {}, .isLate = false},
            {.status = NodeStatus::Failed, .was = {}, .age = {}, .drain = {}, .isLate = false},
            {.status = NodeStatus::Unknown, .was = NodeStatus::Online, .age = {}, .drain = {}, .isLate = false},
            {.status = NodeStatus::Joining, .was = {}, .age = {}, .drain = {}, .isLate = false}};
        int y = 396;
        for (const StatusWords &words : all) {
            paintStatusShape(painter, words.status, QPointF(32, y + 9), 12);
            paintStatusShape(painter, words.status, QPointF(56, y + 7), 16);
            paintStatusShape(painter, words.status, QPointF(84, y + 5), 20);
            write(painter, QPointF(116, y + 5), Type::BodyStrong, statusColor(words.status).fg, statusWord(words.status));
            const QString chip = statusChipText(words);
            paintChip(painter, QRectF(200, y + 6, chipWidth(chip, Type::SmallStrong), chipHeight()), chip,
                      statusChip(words.status));
            y += 32;
        }
        paintChip(painter, QRectF(400, 400, chipWidth(u"browser"_s), chipHeight()), u"browser"_s, neutralChip());
        paintChip(painter, QRectF(400, 430, chipWidth(u"preferred"_s), chipHeight()), u"preferred"_s, outlinedChip());
    }

    void paintSparklines(QPainter *painter)
    {
        paintSparkline(painter, QRectF(720, 402, 96, 20), wave(42, 12));
        paintSparkline(painter, QRectF(720, 438, 96, 20), wave(42, 12, 24, 29));
        paintSparkline(painter, QRectF(720, 474, 96, 20), rise(60, 99));
        paintSparkline(painter, QRectF(720, 510, 96, 20), wave(42, 12, 24, 29), SparkTone::LastKnown);
        paintSparkline(painter, QRectF(720, 546, 200, 28), wave(50, 45));
        const QRectF panel(1056, 480, 280, 120);
        paintShadow(painter, panel, 12);
        paintPanel(painter, panel, 12, tokens().raised, tokens().border);
    }
};

} // namespace

class tst_KitPicture : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void showsEveryComponent_data()
    {
        QTest::addColumn<bool>("dark");
        QTest::addColumn<int>("ratio");
        for (const bool dark : {false, true}) {
            for (const int ratio : {1, 2})
                QTest::addRow("%s@%dx", dark ? "dark" : "light", ratio) << dark << ratio;
        }
    }

    void showsEveryComponent()
    {
        QFETCH(const bool, dark);
        QFETCH(const int, ratio);
        Theme theme;
        theme.setChoice(dark ? Theme::Choice::Dark : Theme::Choice::Light);
        ComponentsPage page;

        QImage picture(page.size() * ratio, QImage::Format_ARGB32_Premultiplied);
        picture.setDevicePixelRatio(ratio);
        page.render(&picture);

        QDir folder(QStringLiteral(MUSTER_BINARY_DIR));
        QVERIFY(folder.mkpath(u"pictures"_s));
        const QString name = u"pictures/00-components-%1@%2x.png"_s.arg(dark ? u"dark"_s : u"light"_s).arg(ratio);
        QVERIFY(picture.save(folder.filePath(name)));
        QCOMPARE(picture.pixelColor(5, 5), tokens().canvas);
        QCOMPARE(picture.pixelColor(60 * ratio, 112 * ratio), tokens().accent);
    }
};

QTEST_MAIN(tst_KitPicture)
#include "tst_KitPicture.moc"
