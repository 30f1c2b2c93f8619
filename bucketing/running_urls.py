"""Addresses under /workshops/<pk>/ for those who prepare and run a workshop."""

from django.urls import path

from bucketing.views import (
    board,
    calibration,
    invitation,
    judged_projects,
    levers,
    log,
    passes,
    plan,
    rehearse,
    room_people,
    room_seat,
    rulings,
    screen,
    split,
    tier_split,
)

urlpatterns = [
    path("", board.board, name="workshop-board"),
    path("calibration/", calibration.calibration, name="workshop-calibration"),
    path("calibration/choose/", calibration.calibration_choose, name="workshop-calibration-choose"),
    path("calibration/reveal/", calibration.calibration_reveal, name="workshop-calibration-reveal"),
    path("invitation/", invitation.invitation, name="workshop-invitation"),
    path("live/", board.board_live, name="workshop-board-live"),
    path("log/", log.log, name="workshop-log"),
    path("people/", room_people.people, name="workshop-people"),
    path("people/door/", room_people.door, name="workshop-door"),
    path("people/hand-over/", room_people.handing_over, name="workshop-hand-over"),
    path("people/links/", room_people.personal_links, name="workshop-personal-links"),
    path("people/names/", room_people.names, name="workshop-names"),
    path("people/<int:seat>/", room_seat.seat_change, name="workshop-seat"),
    path("people/<int:seat>/act/", room_seat.seat_act, name="workshop-seat-act"),
    path(
        "people/<int:seat>/interests/<int:interest>/withdraw/",
        room_seat.interest_withdraw,
        name="workshop-interest-withdraw",
    ),
    path("plan/", plan.plan, name="workshop-plan"),
    path("plan/numbers/", plan.plan_numbers, name="workshop-plan-numbers"),
    path("plan/running-order/", plan.running_order, name="workshop-running-order"),
    path("projects/", judged_projects.judged_projects, name="workshop-projects"),
    path("projects/change/", judged_projects.list_change, name="workshop-list-change"),
    path("projects/<int:project>/split/", split.split, name="workshop-split"),
    path("projects/<int:project>/split/undo/", split.split_undo, name="workshop-split-undo"),
    path("rehearse/", rehearse.rehearse, name="workshop-rehearse"),
    path("rulings/adopt/", rulings.rulings_adopt, name="workshop-rulings-adopt"),
    path("rulings/save/", rulings.ruling_save, name="workshop-ruling-save"),
    path(
        "rulings/<int:ruling>/withdraw/", rulings.ruling_withdraw, name="workshop-ruling-withdraw"
    ),
    path("screen/", screen.screen, name="workshop-screen"),
    path("screen/live/", screen.screen_live, name="workshop-screen-live"),
    path("seat/", board.seat_take, name="workshop-seat-take"),
    path("stage/", levers.stage, name="workshop-stage"),
    path("tier-split/", tier_split.tier_split, name="workshop-tier-split"),
    path("waiting/", passes.passes, name="workshop-passes"),
    path("waiting/<int:project>/answer/", passes.answer, name="workshop-pass-answer"),
    path("waiting/<int:project>/dismiss/", passes.dismiss, name="workshop-pass-dismiss"),
]
