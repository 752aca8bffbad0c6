// SPDX-License-Identifier: Apache-2.0
#pragma once
// What a person chose, as typed keys with defaults and ranges, in CONFIG/settings.ini. The console uses it.

#include "core/base/Result.h"

#include <QByteArray>
#include <QLatin1StringView>
#include <QObject>
#include <QSettings>
#include <QStringList>

namespace muster {

//! Yes or no.
struct FlagSetting {
    QLatin1StringView key;
    bool otherwise; //!< When nothing, or nonsense, is stored.
};
//! A whole number in [least, most]; stored numbers outside are pulled in.
struct NumberSetting {
    QLatin1StringView key;
    int otherwise;
    int least;
    int most;
};
//! One word of a list.
struct WordSetting {
    QLatin1StringView key;
    QLatin1StringView otherwise;
    QLatin1StringView words; //!< All of them, separated by one space.
};
//! Free text of at most \a most characters; longer text is cut.
struct TextSetting {
    QLatin1StringView key;
    qsizetype most;
};
//! Bytes of a toolkit (window geometry) of at most \a most bytes; longer ones are dropped.
struct BytesSetting {
    QLatin1StringView key;
    qsizetype most;
};

//! Every key of the program. Nobody else writes a key as text.
namespace setting {
inline constexpr WordSetting kTheme{QLatin1StringView("appearance/theme"), QLatin1StringView("system"),
                                    QLatin1StringView("system light dark")};
inline constexpr WordSetting kDensity{QLatin1StringView("appearance/density"), QLatin1StringView("comfortable"),
                                      QLatin1StringView("comfortable compact")};
inline constexpr NumberSetting kTextSizePercent{QLatin1StringView("appearance/textSizePercent"), 100, 80, 200};
inline constexpr FlagSetting kReduceMotion{QLatin1StringView("appearance/reduceMotion"), false};
inline constexpr BytesSetting kWindowGeometry{QLatin1StringView("window/geometry"), 4096};
inline constexpr BytesSetting kWindowState{QLatin1StringView("window/state"), 16384};
inline constexpr FlagSetting kSidebarCollapsed{QLatin1StringView("window/sidebarCollapsed"), false};
inline constexpr NumberSetting kDrawerWidth{QLatin1StringView("window/drawerWidth"), 400, 280, 900};
inline constexpr FlagSetting kDrawerOpen{QLatin1StringView("window/drawerOpen"), false};
inline constexpr TextSetting kLastCluster{QLatin1StringView("session/cluster"), 64};      //!< Id of a profile.
inline constexpr TextSetting kLastPage{QLatin1StringView("session/page"), 64};            //!< Word of a page.
inline constexpr TextSetting kLastNode{QLatin1StringView("session/node"), 64};            //!< Id of the selected node.
inline constexpr FlagSetting kFirstRunDone{QLatin1StringView("session/firstRunDone"), false};
inline constexpr FlagSetting kLocalNode{QLatin1StringView("local/node"), true};           //!< Run the embedded node.
inline constexpr NumberSetting kLocalPort{QLatin1StringView("local/port"), 0, 0, 65535};  //!< 0 picks one.
inline constexpr WordSetting kNodesView{QLatin1StringView("nodes/view"), QLatin1StringView("cards"),
                                        QLatin1StringView("cards table")};
inline constexpr TextSetting kNodesSort{QLatin1StringView("nodes/sort"), 64};
inline constexpr BytesSetting kNodesColumns{QLatin1StringView("nodes/columns"), 4096};
inline constexpr TextSetting kNodesSearch{QLatin1StringView("nodes/search"), 256};
inline constexpr BytesSetting kClusterView{QLatin1StringView("view/%1"), 8192};           //!< For each cluster; %1 is its id.
} // namespace setting

//! Reads and writes the keys. Holds no secrets. One thread; values are in memory, written whole (0600) soon after a
//! change, on save() and on destruction.
class Settings final : public QObject
{
    Q_OBJECT
public:
    //! Keeps CONFIG/settings.ini in \a folder, made (0700) when missing. A file that cannot be read counts as empty.
    explicit Settings(const QString &folder, QObject *parent = nullptr);
    ~Settings() override;
    Q_DISABLE_COPY_MOVE(Settings)

    bool value(const FlagSetting &setting) const;
    int value(const NumberSetting &setting) const;
    QString value(const WordSetting &setting) const;
    QString value(const TextSetting &setting) const;
    QByteArray value(const BytesSetting &setting) const;

    void set(const FlagSetting &setting, bool value);
    //! Numbers outside the range are pulled in.
    void set(const NumberSetting &setting, int value);
    //! A word that is not on the list is our bug.
    void set(const WordSetting &setting, const QString &word);
    void set(const TextSetting &setting, const QString &text);
    void set(const BytesSetting &setting, const QByteArray &bytes);

    //! How the window looked on \a cluster (an id of the book, or a word for the others); empty when never told.
    QByteArray view(const QString &cluster) const;
    void setView(const QString &cluster, const QByteArray &bytes);

    //! Writes now. Storage when the disk does not take it; what is in memory stays.
    Result<void> save();
    //! Where it is kept.
    QString path() const { return m_path; }
    QString folder() const { return m_folder; }

Q_SIGNALS:
    //! set() changed the value under \a key (Setting::key).
    void changed(QLatin1StringView key);

private:
    void put(QLatin1StringView key, const QVariant &value);

    const QString m_folder;
    const QString m_path;
    QSettings m_file;
};

//! The folder for settings and the cluster book: `$XDG_CONFIG_HOME/muster`.
QString defaultConfigFolder();

} // namespace muster
