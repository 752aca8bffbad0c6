// SPDX-License-Identifier: Apache-2.0
#pragma once
// The attempts of a job as a line through time, newest first: where each ran, how long, how it ended.

#include "core/mirror/ClusterMirror.h"

#include <QWidget>

class QVBoxLayout;

namespace muster {

class PlainLabel;

class JobAttempts final : public QWidget
{
    Q_OBJECT

public:
    explicit JobAttempts(QWidget *parent = nullptr);
    //! \a now is the control plane's clock.
    void show(const Job &job, const ClusterMirror &mirror, Timestamp now);

private:
    struct Line {
        QLatin1StringView icon;
        QColor color;
        QString title;
        QString node;
        QString when;
        QString text;
        bool isLast = false;
        bool operator==(const Line &) const = default;
    };
    class Row;
    static int numberOf(const Job &job);
    static QList<Line> linesOf(const Job &job, const ClusterMirror &mirror, Timestamp now);

    PlainLabel *m_count;
    QVBoxLayout *m_rows;
    QList<Row *> m_shown;
};

} // namespace muster
