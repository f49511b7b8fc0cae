"""Addresses of the app."""

from django.urls import URLPattern, URLResolver, include, path

from ambassadors.views import (
    answers,
    coaching,
    contacts,
    helpdesk,
    imports,
    invitations,
    joining,
    mails,
    managers,
    me,
    people,
    roles,
    support,
    support_questions,
    teams,
    welcome,
)

app_name = "ambassadors"

_people = [
    path("", people.person_list, name="person_list"),
    path("invitations/", invitations.invitation_list, name="invitation_list"),
    path("invitations/new/", invitations.invitation_new, name="invitation_new"),
    path("invitations/<int:pk>/renewal/", invitations.invitation_renewal, name="invitation_renewal"),
    path("invitations/<int:pk>/withdrawal/", invitations.invitation_withdrawal, name="invitation_withdrawal"),
    path("invitations/<int:pk>/restoration/", invitations.invitation_restoration, name="invitation_restoration"),
    path("imports/", imports.import_list, name="import_list"),
    path("imports/example.csv", imports.import_example, name="import_example"),
    path("imports/<int:pk>/", imports.import_detail, name="import_detail"),
    path("imports/<int:pk>/decision/", imports.import_decision, name="import_decision"),
    path("imports/<int:pk>/undoing/", imports.import_undoing, name="import_undoing"),
    path("teams/", teams.team_list, name="team_list"),
    path("teams/new/", teams.team_new, name="team_new"),
    path("teams/<int:pk>/", teams.team_edit, name="team_edit"),
    path("teams/<int:pk>/removal/", teams.team_removal, name="team_removal"),
    path("themes/<slug:theme_slug>/", people.theme_people, name="theme_people"),
    path("<int:pk>/", people.person_detail, name="person_detail"),
    path("<int:pk>/edit/", people.person_edit, name="person_edit"),
    path("<int:pk>/links/", people.link_new, name="link_new"),
    path("<int:pk>/suggestions/<slug:theme_slug>/dismissal/", people.suggestion_dismissal, name="suggestion_dismissal"),
    path(
        "<int:pk>/suggestions/<slug:theme_slug>/restoration/",
        people.suggestion_restoration,
        name="suggestion_restoration",
    ),
    path("<int:pk>/links/<int:link_pk>/decision/", people.link_decision, name="link_decision"),
    path("<int:pk>/links/<int:link_pk>/withdrawal/", people.link_withdrawal, name="link_withdrawal"),
]
_roles = [
    path("", roles.role_list, name="role_list"),
    path("defaults/", roles.role_defaults, name="role_defaults"),
    path("new/", roles.role_new, name="role_new"),
    path("<int:pk>/", roles.role_edit, name="role_edit"),
    path("<int:pk>/retirement/", roles.role_retirement, name="role_retirement"),
    path("<int:pk>/restoration/", roles.role_restoration, name="role_restoration"),
    path("assignments/new/", roles.assignment_new, name="assignment_new"),
    path("assignments/<int:pk>/end/", roles.assignment_end, name="assignment_end"),
    path("assignments/<int:pk>/restoration/", roles.assignment_restoration, name="assignment_restoration"),
]
_support = [
    path("", support.support, name="support"),
    path("agreements/", support.support_policy, name="support_policy"),
    path("policy/", support.policy_form, name="policy_form"),
    path("policy/<int:pk>/", support.policy_detail, name="policy_detail"),
    path("policy/<int:pk>/publication/", support.policy_publication, name="policy_publication"),
]
_support += [
    path("questions/", support_questions.support_question_list, name="support_question_list"),
    path("questions/terms/", support_questions.support_terms, name="support_terms"),
    path("questions/<int:pk>/", support_questions.support_question, name="support_question"),
    path("questions/<int:pk>/answer/", support_questions.support_question_answer, name="support_question_answer"),
    path("questions/<int:pk>/expert/", support_questions.support_question_expert, name="support_question_expert"),
]
_support += [
    path("newsletters/", mails.newsletter_list, name="newsletter_list"),
    path("newsletters/new/", mails.newsletter_form, name="newsletter_new"),
    path("newsletters/digest/", mails.digest_preview, name="digest_preview"),
    path("newsletters/<int:pk>/", mails.newsletter_detail, name="newsletter_detail"),
    path("newsletters/<int:pk>/text/", mails.newsletter_form, name="newsletter_edit"),
    path("newsletters/<int:pk>/release/", mails.newsletter_release, name="newsletter_release"),
    path("pairs/", coaching.support_pairs, name="support_pairs"),
    path("pairs/<int:pk>/end/", coaching.support_pair_end, name="support_pair_end"),
]
_calendar = [
    path("", coaching.my_calendar, name="my_calendar"),
    path("link/", coaching.calendar_link, name="calendar_link"),
    path("pairs/<int:pk>/", coaching.pair_detail, name="pair_detail"),
    path("pairs/<int:pk>/notes/", coaching.pair_notes, name="pair_notes"),
    path("pairs/<int:pk>/notes/<int:note_pk>/bin/", coaching.pair_note_bin, name="pair_note_bin"),
    path("pairs/<int:pk>/appointment/", coaching.pair_appointment, name="pair_appointment"),
    path("pairs/<int:pk>/end/", coaching.pair_end, name="pair_end"),
]
_help = [
    path("", helpdesk.help_list, name="help_list"),
    path("new/", helpdesk.help_new, name="help_new"),
    path("<int:pk>/", helpdesk.help_detail, name="help_detail"),
    path("<int:pk>/answer/", helpdesk.help_answer, name="help_answer"),
    path("<int:pk>/passing/", helpdesk.help_passing, name="help_passing"),
    path("<int:pk>/follow-up/", helpdesk.help_follow_up, name="help_follow_up"),
    path("<int:pk>/thanks/", helpdesk.help_thanks, name="help_thanks"),
    path("<int:pk>/archive/", helpdesk.help_archive, name="help_archive"),
    path("<int:pk>/withdrawal/", helpdesk.help_withdrawal, name="help_withdrawal"),
]
_me = [
    path("", me.me, name="me"),
    path("profile/", me.me_profile, name="me_profile"),
    path("preferences/", me.me_preferences, name="me_preferences"),
    path("networks/", me.me_networks, name="me_networks"),
    path("privacy/", me.me_privacy, name="me_privacy"),
    path("themes/", me.me_themes, name="me_themes"),
    path("themes/<int:pk>/", me.me_theme, name="me_theme"),
    path("roles/<int:pk>/answer/", me.me_role_answer, name="me_role_answer"),
    path("roles/<int:pk>/end/", me.me_role_end, name="me_role_end"),
    path("mails/", mails.me_mails, name="me_mails"),
    path("data/", me.my_data, name="my_data"),
    path("pause/", me.me_pause, name="me_pause"),
    path("departure/", me.departure, name="departure"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("invitation/<str:token>/", joining.invitation, name="invitation"),
    path("invitation/<str:token>/refusal/", joining.invitation_refusal, name="invitation_refusal"),
    path("app/welcome/", welcome.welcome, name="welcome"),
    path("app/welcome/<slug:key>/", welcome.welcome_step, name="welcome_step"),
    path("app/me/", include(_me)),
    path("app/questions/", answers.question_list, name="question_list"),
    path("app/contacts/<int:pk>/moments/", answers.my_contact_moment, name="my_contact_moment"),
    path("app/questions/<int:pk>/", answers.question_detail, name="question_detail"),
    path("app/questions/<int:pk>/answer/", answers.question_answer, name="question_answer"),
    path(
        "programme/<slug:slug>/outside/conversations/<int:pk>/offer/",
        answers.conversation_offer,
        name="conversation_offer",
    ),
    path("programme/<slug:slug>/outside/<int:pk>/moments/", answers.contact_moment_new, name="contact_moment_new"),
    path("programme/<slug:slug>/managers/", managers.manager_list, name="manager_list"),
    path("programme/<slug:slug>/managers/<int:pk>/removal/", managers.manager_removal, name="manager_removal"),
    path("app/help/", include(_help)),
    path("app/calendar/", include(_calendar)),
    path("calendar/<str:token>.ics", coaching.calendar_feed, name="calendar_feed"),
    path("unsubscription/<str:token>/", mails.unsubscription, name="unsubscription"),
    path("programme/<slug:slug>/people/", include(_people)),
    path("programme/<slug:slug>/roles/", include(_roles)),
    path("programme/<slug:slug>/support/", include(_support)),
    path("programme/<slug:slug>/outside/<int:pk>/contacts/", contacts.contact_form, name="contact_form"),
    path(
        "programme/<slug:slug>/outside/<int:pk>/contacts/<int:contact_pk>/end/",
        contacts.contact_end,
        name="contact_end",
    ),
]
