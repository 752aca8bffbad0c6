// SPDX-License-Identifier: Apache-2.0
#pragma once
// A program under measurement: started on a core of its own, watched through /proc, ended when it goes out of scope.

#include <QProcess>
#include <QString>
#include <QStringList>

namespace muster::bench
{

//! What the system says about a process.
struct ProcessFigures {
    double cpuSeconds = 0; //!< User and system, since its start.
    double rssMb = 0;      //!< Resident now.
    qint64 wakeUps = 0;    //!< Times that any of its threads went to sleep, since its start.
};

//! The server's core and the load's. On a machine with one core both are the same.
inline constexpr int kServerCore = 0;
inline constexpr int kLoadCore = 1;

class ServerProcess
{
public:
    ServerProcess();
    ~ServerProcess();
    Q_DISABLE_COPY_MOVE(ServerProcess)

    //! Starts \a program on \a core and waits until a line on \a channel begins with \a ready; that line, or empty.
    QString start(const QString &program, const QStringList &arguments, int core, const QString &ready,
                  QProcess::ProcessChannel channel = QProcess::StandardOutput);
    void setEnvironment(const QString &name, const QString &value);
    //! Lets it run for a while; false when it ended meanwhile.
    bool letRun(double seconds);
    //! Asks it to end with SIGTERM, then insists.
    void stop();
    ProcessFigures figures() const;
    qint64 pid() const { return m_process.processId(); }
    //! Milliseconds from starting it to reading the awaited line.
    double readyMs() const { return m_readyMs; }

private:
    QProcess m_process;
    QProcessEnvironment m_environment;
    double m_readyMs = 0;
};

//! The figures of process \a pid.
ProcessFigures figuresOf(qint64 pid);
//! Puts this process on \a core, as far as the machine has it.
void pinToCore(int core);
//! Runs \a program to its end on \a core and gives its standard output.
QByteArray outputOf(const QString &program, const QStringList &arguments, int core);

} // namespace muster::bench
