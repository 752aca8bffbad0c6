// SPDX-License-Identifier: Apache-2.0
#pragma once
// The last 30 expected beats of a node: tall on time, half late, stub missed, dashed while our link was down.

#include <QByteArray>
#include <QWidget>

namespace muster {

//! How many of each there are.
struct BeatCounts {
    int onTime = 0;
    int late = 0;
    int missed = 0;
    int linkDown = 0;
    bool operator==(const BeatCounts &) const = default;
};
BeatCounts countBeats(const QByteArray &beats);
//! "1 missed, 2 late", "link down for 4 beats", or "all on time"; empty without beats.
QString beatSummary(const QByteArray &beats);

//! Ticks of 7 × 20, 4 apart; narrower when the room is. The summary is its accessible description.
class BeatBar : public QWidget
{
    Q_OBJECT

public:
    explicit BeatBar(QWidget *parent = nullptr);
    //! \a beats: BeatMark values, newest last.
    void setBeats(const QByteArray &beats);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QByteArray m_beats;
};

} // namespace muster
