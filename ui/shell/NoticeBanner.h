// SPDX-License-Identifier: Apache-2.0
#pragma once
// What everybody who looks at a cluster must know of its control plane: that it is not encrypted, or open to workers
// without a token. Stands under the ribbon for as long as it is so; it cannot be put away.

#include "core/domain/ClusterSnapshot.h"

#include <QWidget>

class QVBoxLayout;

namespace muster {

//! One notice in words: what is so, what it means and what to do.
struct NoticeWords {
    QString heading; //!< A whole sentence.
    QString text;    //!< Sentences; the server's own where we know the code not.
    bool operator==(const NoticeWords &) const = default;
};

//! The words of \a notice. What the server says beyond what we know is kept: it names the machines that are let in.
NoticeWords noticeWords(const ClusterNotice &notice);

//! A line or more for each notice; hidden while there are none. Its words are plain text, wherever they come from.
class NoticeBanner : public QWidget
{
    Q_OBJECT

public:
    explicit NoticeBanner(QWidget *parent = nullptr);

    void setNotices(const QList<ClusterNotice> &notices);
    const QList<ClusterNotice> &notices() const { return m_notices; }

private:
    QList<ClusterNotice> m_notices;
    QVBoxLayout *m_column;
};

} // namespace muster
