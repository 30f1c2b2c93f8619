"""Addresses of the door and of an assessor's seat."""

from django.urls import path

from bucketing.views import join, knock, seat, seat_answers, seat_interests

urlpatterns = [
    path("join/", join.join, name="join"),
    path("join/<str:code>/", join.workshop_join, name="workshop-join"),
    path("join/<str:code>/<str:token>/", join.seat_return, name="seat-return"),
    path("knock/<str:code>/", knock.waiting, name="workshop-knock"),
    path("knock/<str:code>/live/", knock.waiting_live, name="workshop-knock-live"),
    path("seat/<str:code>/", seat.seat, name="seat"),
    path("seat/<str:code>/live/", seat.seat_live, name="seat-live"),
    path("seat/<str:code>/answers/", seat_answers.seat_answer, name="seat-answer"),
    path("seat/<str:code>/passes/", seat_answers.seat_pass, name="seat-pass"),
    path("seat/<str:code>/projects/", seat_answers.seat_projects, name="seat-projects"),
    path("seat/<str:code>/projects/<int:pk>/", seat.seat_project, name="seat-project"),
    path("seat/<str:code>/interests/", seat_interests.seat_interests, name="seat-interests"),
]
