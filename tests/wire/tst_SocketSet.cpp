// SPDX-License-Identifier: Apache-2.0
#include "core/wire/SocketSet.h"

#include <QTest>

#include <array>
#include <functional>
#include <sys/socket.h>
#include <unistd.h>

using namespace muster;

namespace {

//! One end of a pair of sockets in the set; the other is the peer.
class Member final : public SocketMember
{
public:
    explicit Member(SocketSet &set) : m_set(set)
    {
        if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends.data()) == 0)
            slot = set.join(ends[0], this);
    }
    ~Member()
    {
        leave();
        ::close(ends[1]);
    }
    Q_DISABLE_COPY_MOVE(Member)

    void say() const { QCOMPARE(::send(ends[1], "x", 1, MSG_NOSIGNAL), 1); }
    void read() const
    {
        char byte = 0;
        QCOMPARE(::recv(ends[0], &byte, 1, 0), 1);
    }
    void leave()
    {
        if (slot == SocketSet::kNoSlot)
            return;
        m_set.leave(std::exchange(slot, SocketSet::kNoSlot));
        ::close(ends[0]);
    }
    void takeSocketNews(bool canRead, bool hasEnded, bool canWrite) override
    {
        ++told;
        readable = canRead;
        ended = hasEnded;
        writable = canWrite;
        if (then)
            then();
    }

    std::array<int, 2> ends{-1, -1};
    SocketSet::Slot slot = SocketSet::kNoSlot;
    int told = 0;
    bool readable = false;
    bool ended = false;
    bool writable = false;
    std::function<void()> then;

private:
    SocketSet &m_set;
};

} // namespace

//! What the owners of sockets are told, with real sockets.
class tst_SocketSet final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_set = SocketSet::make().value(); }
    void cleanup() { m_set.reset(); }

    void toldUntilItIsRead()
    {
        Member one(*m_set);
        one.say();
        QTRY_VERIFY(one.told >= 2);
        QVERIFY(one.readable && !one.ended && !one.writable);
        one.read();
        QCoreApplication::processEvents();
        const int before = one.told;
        QCoreApplication::processEvents();
        QCOMPARE(one.told, before);
    }

    void whoDoesNotReadHearsOnlyOfTheEnd()
    {
        Member one(*m_set);
        m_set->change(one.slot, {.read = false, .write = false});
        one.say();
        QCoreApplication::processEvents();
        QCOMPARE(one.told, 0);
        QCOMPARE(::shutdown(one.ends[1], SHUT_WR), 0);
        QTRY_VERIFY(one.told > 0);
        QVERIFY(one.ended && !one.readable);
    }

    void roomToSendIsToldWhenItIsWanted()
    {
        Member one(*m_set);
        m_set->change(one.slot, {.read = true, .write = true});
        QTRY_VERIFY(one.writable);
        QVERIFY(!one.readable);
    }

    //! Both have news in one turn; whichever is first makes the other leave.
    void whoHasLeftIsToldNothing()
    {
        Member one(*m_set);
        Member other(*m_set);
        one.then = [&other] { other.leave(); };
        other.then = [&one] { one.leave(); };
        one.say();
        other.say();
        QTRY_VERIFY(one.told + other.told > 0);
        QCoreApplication::processEvents();
        QVERIFY((one.told == 0) != (other.told == 0));
    }

    //! Nor is whoever takes the place of one that left.
    void newsAreOfTheOneTheyCameFor()
    {
        std::vector<std::unique_ptr<Member>> members;
        for (int i = 0; i < 3; ++i)
            members.push_back(std::make_unique<Member>(*m_set));
        std::unique_ptr<Member> heir;
        for (const auto &member : members) {
            member->then = [&] {
                if (heir)
                    return;
                for (const auto &other : members) {
                    if (other->told == 0)
                        other->leave();
                }
                heir = std::make_unique<Member>(*m_set); // In one of their places.
            };
            member->say();
        }
        QTRY_VERIFY(heir);
        QCoreApplication::processEvents();
        QCOMPARE(heir->told, 0);
        heir->say();
        QTRY_VERIFY(heir->told > 0);
    }

    void manyTakeTurns()
    {
        std::vector<std::unique_ptr<Member>> members;
        for (int i = 0; i < 400; ++i) { // More than one turn takes.
            members.push_back(std::make_unique<Member>(*m_set));
            Member *member = members.back().get();
            member->then = [member] { member->read(); };
            member->say();
        }
        const auto all = [&members] { return std::ranges::all_of(members, [](const auto &one) { return one->told == 1; }); };
        QTRY_VERIFY(all());
    }

private:
    std::unique_ptr<SocketSet> m_set;
};

QTEST_GUILESS_MAIN(tst_SocketSet)
#include "tst_SocketSet.moc"
