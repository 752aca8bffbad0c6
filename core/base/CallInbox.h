// SPDX-License-Identifier: Apache-2.0
#pragma once
// The calls that an object waits for, made on its thread, one a turn of the event loop, in the order in which they fell due.

#include <QObject>

#include <memory>
#include <mutex>
#include <unordered_map>

namespace muster {

//! A child of the object that it serves: what still waits goes with it. A QFutureWatcher for each call would do the same at ten
//! times the cost.
class CallInbox final : public QObject
{
    struct Gate;

public:
    //! The right to one call. From any thread.
    class Ticket
    {
    public:
        //! The call falls due; once. Nothing when its object is gone.
        void redeem() const;

    private:
        friend class CallInbox;
        Ticket(std::shared_ptr<Gate> gate, quint64 number) : m_gate(std::move(gate)), m_number(number) {}

        std::shared_ptr<Gate> m_gate;
        quint64 m_number;
    };

    //! That of \a context, made at the first time; on the thread of \a context.
    static CallInbox *of(QObject *context);
    ~CallInbox() override;
    Q_DISABLE_COPY_MOVE(CallInbox)

    //! Keeps \a call, which may be moved only, until its ticket is redeemed. On our thread.
    template <typename Call>
    Ticket keep(Call call)
    {
        return hold(std::make_unique<Kept<Call>>(std::move(call)));
    }

protected:
    bool event(QEvent *event) override;

private:
    struct AnyCall {
        AnyCall() = default;
        Q_DISABLE_COPY_MOVE(AnyCall)
        virtual ~AnyCall() = default;
        virtual void make() = 0;
    };
    template <typename Call>
    struct Kept final : AnyCall {
        explicit Kept(Call made) : call(std::move(made)) {}
        void make() override { call(); }
        Call call;
    };
    struct Gate {
        std::mutex mutex;
        CallInbox *inbox; // Null once it is gone.
    };

    explicit CallInbox(QObject *context);
    Ticket hold(std::unique_ptr<AnyCall> call);

    std::shared_ptr<Gate> m_gate;
    std::unordered_map<quint64, std::unique_ptr<AnyCall>> m_calls; // By number.
    quint64 m_last = 0;
};

} // namespace muster
