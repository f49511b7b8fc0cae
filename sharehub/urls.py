"""Addresses of the app."""

from django.urls import include, path

from sharehub.views import (
    ats,
    board,
    bonuses,
    connections,
    crisis,
    doors,
    feed,
    hiring,
    measurement,
    plans,
    procedure,
    reach,
    recruitment,
    remembering,
    shares,
    statement,
    team,
    teasers,
    thanks,
    truth,
    wall,
)
from sharehub.views.recognition import challenges, points, reports, year

app_name = "sharehub"

_hr = [
    path("", recruitment.vacancy_list, name="vacancy_list"),
    path("<int:vacancy_pk>/", recruitment.vacancy_detail, name="vacancy_detail"),
    path("applications/", recruitment.application_list, name="application_list"),
    path("applications/<int:pk>/", recruitment.application_detail, name="application_detail"),
    path("applications/<int:pk>/stage/", recruitment.application_stage, name="application_stage"),
    path(
        "applications/<int:pk>/stage/undoing/<str:token>/",
        recruitment.application_stage_undoing,
        name="application_stage_undoing",
    ),
    path("report/", hiring.recruitment_report, name="recruitment_report"),
    path("report/<slug:table>.<slug:kind>", hiring.recruitment_export, name="recruitment_export"),
    path("reports/", hiring.report_new, name="report_new"),
    path("reports/<int:pk>/", hiring.report_detail, name="report_detail"),
    path("reports/<int:pk>/file/", hiring.report_file, name="report_file"),
    path("bonuses/", bonuses.bonus_list, name="bonus_list"),
    path("bonuses.<slug:kind>", bonuses.bonus_export, name="bonus_export"),
    path("bonuses/<int:pk>/", bonuses.bonus_detail, name="bonus_detail"),
    path("bonuses/<int:pk>/payment/", bonuses.bonus_payment, name="bonus_payment"),
    path("bonuses/<int:pk>/lapse/", bonuses.bonus_lapse, name="bonus_lapse"),
    path("bonuses/<int:pk>/undoing/<str:token>/", bonuses.bonus_undoing, name="bonus_undoing"),
    path("stages/", procedure.stage_list, name="stage_list"),
    path("stages/<int:pk>/", procedure.stage_detail, name="stage_detail"),
    path("stages/<int:pk>/retirement/", procedure.stage_retirement, name="stage_retirement"),
    path("rules/", procedure.recruitment_rules, name="recruitment_rules"),
    path("ats/", ats.ats, name="ats"),
    path("ats/keys/<int:pk>/revocation/", ats.key_revocation, name="ats_key_revocation"),
    path("ats/files/<str:token>/", ats.file_detail, name="ats_file"),
    path("applications/<int:pk>/cv/", recruitment.application_cv, name="application_cv"),
]

_app = [
    path("", feed.home, name="feed"),
    path("pieces/<int:pk>/", feed.piece_detail, name="piece_detail"),
    path("pieces/<int:pk>/choice/", feed.piece_choice, name="piece_choice"),
    path("pieces/<int:pk>/share/", shares.share_new, name="share_new"),
    path("pieces/<int:pk>/plan/", plans.plan_new, name="plan_new"),
    path("plan/", plans.plan_list, name="plan_list"),
    path("plan/pace/", plans.plan_pace, name="plan_pace"),
    path("plan/<int:pk>/", plans.plan_detail, name="plan_detail"),
    path("plan/<int:pk>/moment/", plans.plan_moment, name="plan_moment"),
    path("plan/<int:pk>/delay/", plans.plan_delay, name="plan_delay"),
    path("plan/<int:pk>/cancellation/", plans.plan_cancellation, name="plan_cancellation"),
    path("pieces/<int:pk>/phone/", doors.piece_phone, name="piece_phone"),
    path("posts/<int:pk>/teasers/", teasers.teaser_list, name="teaser_list"),
    path("shares/", shares.share_list, name="share_list"),
    path("shares/<int:pk>/", shares.share_detail, name="share_detail"),
    path("shares/<int:pk>/confirmation/", shares.share_confirmation, name="share_confirmation"),
    path("shares/<int:pk>/withdrawal/", shares.share_withdrawal, name="share_withdrawal"),
    path("shares/<int:pk>/counting/", truth.share_truth, name="share_truth"),
    path("shares/<int:pk>/publication/", shares.share_publication, name="share_publication"),
    path("accounts/", connections.connection_list, name="connection_list"),
    path("accounts/<slug:network>/new/", connections.connection_new, name="connection_new"),
    path("accounts/<slug:network>/return/", connections.connection_return, name="connection_return"),
    path("accounts/<int:pk>/end/", connections.connection_end, name="connection_end"),
    path("reach/", reach.my_reach, name="my_reach"),
    path("thanks/", thanks.thanks, name="thanks"),
    path("year/", year.my_year, name="my_year"),
    path("year/<int:number>/", year.my_year, name="my_year"),
    path("year/<int:number>/picture/", year.my_year_picture, name="my_year_picture"),
    path("board/", board.board, name="board"),
    path("board/membership/", board.board_membership, name="board_membership"),
    path("board/departure/", board.board_departure, name="board_departure"),
    path("team/", team.my_team, name="my_team"),
    path("colleagues/", thanks.colleague_list, name="colleague_list"),
    path("colleagues/<int:pk>/kudos/", thanks.kudos_new, name="kudos_new"),
    path("teams/<int:pk>/kudos/", thanks.kudos_team_new, name="kudos_team_new"),
    path("kudos/<int:pk>/report/", reports.kudos_report, name="kudos_report"),
    path("kudos/<int:pk>/withdrawal/", thanks.kudos_withdrawal, name="kudos_withdrawal"),
]

_walls = [
    path("", wall.wall_list, name="wall_list"),
    path("new/", wall.wall_new, name="wall_new"),
    path("<int:pk>/revocation/", wall.wall_revocation, name="wall_revocation"),
    path("highlights/new/", wall.highlight_new, name="highlight_new"),
    path("highlights/<int:pk>/end/", wall.highlight_end, name="highlight_end"),
]

_door = [
    path("", doors.door, name="door"),
    path("<int:pk>/", doors.door_share, name="door_share"),
    path("<int:pk>/confirmation/", doors.door_confirmation, name="door_confirmation"),
    path("<int:pk>/withdrawal/", doors.door_withdrawal, name="door_withdrawal"),
]

_crisis = [
    path("", crisis.crisis_page, name="crisis"),
    path("new/", crisis.crisis_new, name="crisis_new"),
    path("<int:pk>/", crisis.crisis_review, name="crisis_review"),
    path("<int:pk>/end/", crisis.crisis_end, name="crisis_end"),
]

urlpatterns = [
    path("programme/<slug:slug>/support/stop/", include(_crisis)),
    path("share/<int:pk>/", doors.piece_door, name="piece_door"),
    path("share/<str:token>/", include(_door)),
    path("wall/<str:token>/", wall.wall, name="wall"),
    path("programme/<slug:slug>/support/walls/", include(_walls)),
    path("programme/<slug:slug>/support/challenges/", challenges.challenge_list, name="challenge_list"),
    path("programme/<slug:slug>/support/challenges/<int:pk>/end/", challenges.challenge_end, name="challenge_end"),
    path("programme/<slug:slug>/support/thanks/", reports.report_list, name="report_list"),
    path("programme/<slug:slug>/support/thanks/<int:pk>/answer/", reports.report_answer, name="report_answer"),
    path("programme/<slug:slug>/support/points/", points.points, name="points"),
    path("app/", include(_app)),
    path("about/data/", statement.statement, name="statement"),
    path("about/data/<int:number>/", statement.statement, name="statement_version"),
    path("about/counting/", truth.counting, name="counting"),
    path("pieces/<int:pk>/counting/", truth.piece_truth, name="piece_truth"),
    path("programme/<slug:slug>/themes/<slug:theme_slug>/counting/", truth.theme_truth, name="theme_truth"),
    path("programme/<slug:slug>/measurement/", measurement.measurement, name="measurement"),
    path(
        "programme/<slug:slug>/measurement/<slug:table>.csv", measurement.measurement_export, name="measurement_export"
    ),
    path("recruitment/", include(_hr)),
    path("apply/<int:vacancy_pk>/", recruitment.apply, name="apply"),
    path("apply/<int:vacancy_pk>/remembering/", remembering.remembering, name="remembering"),
    path("apply/<int:vacancy_pk>/thanks/", recruitment.apply_thanks, name="apply_thanks"),
]
