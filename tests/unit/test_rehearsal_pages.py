from bucketing.rehearsal.pages import read_cards, read_seat_page

CARD = """
<article class="card" id="project-7" data-project="7" data-version="ab12" data-name="Walks &amp; runs">
  <h1>Walks &amp; runs</h1><p class="amount">£2,000 <small>2025/26</small></p>
  <div class="why"><p class="start">Free walks for anybody.</p>
    <details><dl><div><dt>Problem</dt><dd>Inactivity</dd></div>
      <div><dt>Reference</dt><dd>PH-010</dd></div></dl></details></div>
</article>
"""
PAGE = f"""
<body><img src="x"><div id="seat-phase" data-room="judging-4-2" data-phase="running"
  data-poll="/seat/KFD7493/live/" data-revision="12">{CARD}
<form id="answer-form" action="/seat/KFD7493/answers/" data-passes="/seat/KFD7493/passes/"
  data-projects="/seat/KFD7493/projects/"><input type="hidden" name="seat" value="B">
  <input type="hidden" name="round" value="2"><input name="upstream" value="60"></form>
<form><input type="hidden" name="round" value="99"></form></div></body>
"""


def test_seat_page_tells_where_the_room_stands():
    page = read_seat_page(PAGE)
    assert (page.view, page.poll, page.revision) == ("judging", "/seat/KFD7493/live/", "12")
    assert page.is_judging
    assert not page.is_over
    assert page.fields == {"seat": "B", "round": "2"}
    assert page.answers == "/seat/KFD7493/answers/"


def test_nothing_is_judged_in_a_pause():
    page = read_seat_page(PAGE.replace('data-phase="running"', 'data-phase="paused"'))
    assert not page.is_judging
    assert not page.is_over


def test_removed_or_finished_seat_is_over():
    assert read_seat_page(PAGE.replace("judging-4-2", "over-0-0")).is_over
    assert read_seat_page('<div id="seat-phase" data-room="removed-0-0"></div>').is_over
    assert read_seat_page("<p>Something else entirely</p>").is_over


def test_card_is_read_with_its_text_and_reference():
    (card,) = read_cards([CARD])
    assert (card.project, card.version, card.name) == ("7", "ab12", "Walks & runs")
    assert card.reference == "PH-010"
    assert "Free walks for anybody." in card.text
    assert "Inactivity" not in card.text
