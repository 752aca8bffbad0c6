// SPDX-License-Identifier: Apache-2.0
#pragma once
// All that the kernel needs to start one agent: program, arguments, environment, folder. Errors are what a person can mend.

#include "core/base/Secret.h"
#include "core/domain/AgentSettings.h"
#include "core/domain/Entity.h"
#include "core/handlers/agent/Descriptor.h"

#include <QByteArrayList>

#include <vector>

namespace muster {

//! Texts as the kernel takes them: each ended by a NUL, behind a list of pointers that ends with null. Wiped when it dies, as it
//! may hold secrets.
class KernelTexts
{
public:
    //! \a bytes: room for all texts with their ends; one more would move the others.
    explicit KernelTexts(qsizetype bytes = 0, qsizetype count = 0);
    KernelTexts(KernelTexts &&) noexcept = default;
    KernelTexts &operator=(KernelTexts &&other) noexcept;
    KernelTexts(const KernelTexts &) = delete;
    KernelTexts &operator=(const KernelTexts &) = delete;
    ~KernelTexts();

    //! Adds "first" or, with \a second, "first=second".
    void add(QByteArrayView first, const QByteArray *second = nullptr);
    char *const *pointers() const { return m_pointers.data(); }

private:
    std::vector<char> m_bytes;
    std::vector<char *> m_pointers;
};

struct Launch {
    QByteArray program; //!< A path: with a slash, from the folder if it is relative.
    KernelTexts arguments;
    KernelTexts environment;
    Descriptor folder;
    std::optional<qint64> memoryBytes;
    quint64 openFiles = 0; //!< How many it may have open; 0: as many as we.
};

//! What of the worker's own surroundings an agent gets.
struct LaunchPlace {
    QString folder;                           //!< The node's data folder.
    QMap<QByteArray, QByteArray> environment; //!< allowedEnvironment().
    quint64 openFiles = 0;                    //!< As in Launch.
};

//! The variables that an agent gets from its worker: PATH HOME LANG LC_* TZ TMPDIR USER LOGNAME SHELL. Everything else may
//! hold what is not the agent's matter.
QMap<QByteArray, QByteArray> allowedEnvironment(char *const *all);

//! Makes a Launch; env goes over the worker's variables, and secrets over both. NotFound with code "no-program" or "no-folder";
//! Invalid with code "bad-settings" for what cannot be given to the kernel. No error names a value of a secret.
Result<Launch> launchOf(const EntityRef &entity, const AgentSettings &settings, const QMap<QString, Secret> &secrets,
                        const LaunchPlace &place);

} // namespace muster
