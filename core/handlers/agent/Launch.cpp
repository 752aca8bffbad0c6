// SPDX-License-Identifier: Apache-2.0
#include "core/handlers/agent/Launch.h"

#include <QFile>

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

QString failureText(int failure)
{
    return QString::fromLocal8Bit(std::strerror(failure));
}

Error launchError(const QString &code, const QString &what)
{
    Error error = notFound(what);
    error.code = code;
    return error;
}

bool isProgram(const QByteArray &path)
{
    struct stat facts {};
    return ::stat(path.constData(), &facts) == 0 && S_ISREG(facts.st_mode) && ::access(path.constData(), X_OK) == 0;
}

Result<QByteArray> programOf(const QString &name, const QByteArray &searchPath)
{
    const QByteArray encoded = QFile::encodeName(name);
    if (encoded.contains('/')) // If it is not there, the kernel says so, from the right folder.
        return encoded;
    for (const QByteArray &folder : searchPath.split(':')) {
        // An empty part means the folder of the moment, which is nobody's to choose here.
        const QByteArray path = folder + '/' + encoded;
        if (folder.startsWith('/') && isProgram(path))
            return path;
    }
    return launchError(u"no-program"_s, u"there is no program \"%1\" on this node's PATH"_s.arg(name));
}

//! A folder that the agent keeps between its runs: agents/TENANT/ID, for its owner alone. Links are not followed, so that what
//! an agent leaves in the place of a folder leads nowhere (T-27).
Result<Descriptor> ownFolder(const QString &base, const EntityRef &entity)
{
    const auto failed = [&](int failure) {
        return launchError(u"no-folder"_s,
                           u"cannot make the folder of %1: %2"_s.arg(entity.text(), failureText(failure)));
    };
    Descriptor folder(::open(QFile::encodeName(base).constData(), O_DIRECTORY | O_CLOEXEC));
    const std::array parts{QByteArray("agents"), entity.tenant.text().toUtf8(), entity.id.text().toUtf8()};
    for (const QByteArray &part : parts) {
        if (!folder.isOpen() || (::mkdirat(folder.number(), part.constData(), 0700) != 0 && errno != EEXIST))
            return failed(errno);
        folder = Descriptor(::openat(folder.number(), part.constData(), O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    }
    if (!folder.isOpen())
        return failed(errno);
    return folder;
}

Result<Descriptor> folderOf(const EntityRef &entity, const QString &cwd, const QString &base)
{
    if (cwd.isEmpty())
        return ownFolder(base, entity);
    Descriptor folder(::open(QFile::encodeName(cwd).constData(), O_DIRECTORY | O_PATH | O_CLOEXEC));
    if (!folder.isOpen())
        return launchError(u"no-folder"_s, u"cannot use the folder %1: %2"_s.arg(cwd, failureText(errno)));
    return folder;
}

Result<KernelTexts> environmentOf(const AgentSettings &settings, const QMap<QString, Secret> &secrets,
                                  const LaunchPlace &place)
{
    QMap<QByteArray, QByteArray> plain = place.environment;
    for (auto it = settings.env.begin(); it != settings.env.end(); ++it)
        plain.insert(it.key().toUtf8(), it.value().toUtf8());
    qsizetype bytes = 0;
    for (auto it = secrets.begin(); it != secrets.end(); ++it) {
        if (it->reveal().contains('\0')) {
            Error error = invalid(it.key(), u"the secret %1 has a NUL, which no environment can hold"_s.arg(it.key()));
            error.code = u"bad-settings"_s;
            return error;
        }
        plain.remove(it.key().toUtf8());
        bytes += it.key().toUtf8().size() + it->reveal().size() + 2;
    }
    for (auto it = plain.begin(); it != plain.end(); ++it)
        bytes += it.key().size() + it->size() + 2;
    KernelTexts texts(bytes, plain.size() + secrets.size());
    for (auto it = plain.begin(); it != plain.end(); ++it)
        texts.add(it.key(), &*it);
    for (auto it = secrets.begin(); it != secrets.end(); ++it)
        texts.add(it.key().toUtf8(), &it->reveal());
    return texts;
}

} // namespace

KernelTexts::KernelTexts(qsizetype bytes, qsizetype count)
{
    m_bytes.reserve(size_t(bytes));
    m_pointers.reserve(size_t(count) + 1);
    m_pointers.push_back(nullptr);
}

KernelTexts::~KernelTexts()
{
    if (!m_bytes.empty())
        ::explicit_bzero(m_bytes.data(), m_bytes.size());
}

KernelTexts &KernelTexts::operator=(KernelTexts &&other) noexcept
{
    std::swap(m_bytes, other.m_bytes); // What was ours is wiped with it.
    std::swap(m_pointers, other.m_pointers);
    return *this;
}

void KernelTexts::add(QByteArrayView first, const QByteArray *second)
{
    const size_t begin = m_bytes.size();
    m_bytes.insert(m_bytes.end(), first.begin(), first.end());
    if (second) {
        m_bytes.push_back('=');
        m_bytes.insert(m_bytes.end(), second->begin(), second->end());
    }
    m_bytes.push_back('\0');
    m_pointers.back() = m_bytes.data() + begin;
    m_pointers.push_back(nullptr);
}

QMap<QByteArray, QByteArray> allowedEnvironment(char *const *all)
{
    static const QByteArrayList allowed{"PATH", "HOME", "LANG", "TZ", "TMPDIR", "USER", "LOGNAME", "SHELL"};
    QMap<QByteArray, QByteArray> environment;
    for (; all && *all; ++all) {
        const QByteArray text(*all);
        const qsizetype equals = text.indexOf('=');
        const QByteArray name = text.left(equals);
        if (equals > 0 && (allowed.contains(name) || name.startsWith("LC_")))
            environment.insert(name, text.mid(equals + 1));
    }
    return environment;
}

Result<Launch> launchOf(const EntityRef &entity, const AgentSettings &settings, const QMap<QString, Secret> &secrets,
                        const LaunchPlace &place)
{
    Launch launch;
    MUSTER_TRY(program, programOf(settings.argv.value(0), place.environment.value("PATH")));
    launch.program = program;
    qsizetype bytes = 0;
    for (const QString &argument : settings.argv)
        bytes += argument.toUtf8().size() + 1;
    launch.arguments = KernelTexts(bytes, settings.argv.size());
    for (const QString &argument : settings.argv)
        launch.arguments.add(argument.toUtf8());
    MUSTER_TRY(environment, environmentOf(settings, secrets, place));
    launch.environment = std::move(environment);
    MUSTER_TRY(folder, folderOf(entity, settings.cwd, place.folder));
    launch.folder = std::move(folder);
    launch.memoryBytes = settings.memoryBytes;
    launch.openFiles = place.openFiles;
    return launch;
}

} // namespace muster
