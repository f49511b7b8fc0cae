"""What people ask of the hub."""

from sharehub.actions.boards import join_board, leave_board
from sharehub.actions.choices import put_aside, take_up_again
from sharehub.actions.connections import (
    Connected,
    ConnectionRefused,
    begin_connection,
    complete_connection,
    connect_with_password,
    disconnect,
    end_connections,
)
from sharehub.actions.crisis import StopRefused, lift_stop, stop_sharing
from sharehub.actions.doors import ask_for_link
from sharehub.actions.kudos import MAXIMUM as KUDOS_MAXIMUM
from sharehub.actions.kudos import KudosRefused, give_kudos, withdraw_kudos
from sharehub.actions.plans import (
    PlanRefused,
    cancel_plan,
    choose_pace,
    moment_of,
    move_plan,
    plan_share,
    put_off_plan,
    restore_plan,
    reword_plan,
    say_time,
)
from sharehub.actions.publishing import publish, withdraw_with_post
from sharehub.actions.push import choose_device, forget_devices
from sharehub.actions.shares import (
    ShareRefused,
    check_share,
    confirm_share,
    leave,
    open_share,
    reopen_share,
    restore_share,
    withdraw_share,
)

__all__ = [
    "KUDOS_MAXIMUM",
    "Connected",
    "ConnectionRefused",
    "KudosRefused",
    "PlanRefused",
    "ShareRefused",
    "StopRefused",
    "ask_for_link",
    "begin_connection",
    "cancel_plan",
    "check_share",
    "choose_device",
    "choose_pace",
    "complete_connection",
    "confirm_share",
    "connect_with_password",
    "disconnect",
    "end_connections",
    "forget_devices",
    "give_kudos",
    "join_board",
    "leave",
    "leave_board",
    "lift_stop",
    "moment_of",
    "move_plan",
    "open_share",
    "plan_share",
    "publish",
    "put_aside",
    "put_off_plan",
    "reopen_share",
    "restore_plan",
    "restore_share",
    "reword_plan",
    "say_time",
    "stop_sharing",
    "take_up_again",
    "withdraw_kudos",
    "withdraw_share",
    "withdraw_with_post",
]
