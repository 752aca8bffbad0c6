// SPDX-License-Identifier: Apache-2.0
#pragma once
// Texts that delegates paint again and again, shaped once: shaping is most of what text costs.

#include "core/base/Limits.h"
#include "ui/kit/Type.h"

#include <QCache>
#include <QStaticText>

namespace muster {

//! Owned by MusterStyle, which empties it when fonts change. GUI thread.
class TextCache
{
public:
    //! One line of text in one type.
    struct Line {
        QStaticText text;
        qreal width = 0;
    };

    //! \a text in \a font, which is that of \a type; valid until the next call.
    const Line &line(Type type, const QFont &font, const QString &text);
    //! The same, elided to \a room px.
    const Line &elided(Type type, const QFont &font, const QString &text, qreal room);
    void clear();

private:
    struct Key {
        int type = 0;
        int room = -1; //!< -1: whole.
        QString text;
        bool operator==(const Key &) const = default;
        friend size_t qHash(const Key &key, size_t seed = 0) { return qHashMulti(seed, key.type, key.room, key.text); }
    };
    const Line &keep(const Key &key, const QFont &font, const QString &shown);
    QCache<Key, Line> m_lines{limits::kShapedTexts};
};

} // namespace muster
