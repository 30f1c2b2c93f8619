"""What the Markdown pages name is there: pictures, pages, headings and commands."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import get_commands

from bucketing.demo import midway, people, workshops
from devtools import picture_walk

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
PICTURES = ROOT / "docs" / "pictures"
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
IMAGE = re.compile(r'<img src="([^"]+)"')
FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
MOST_BYTES = 3_000_000


def name_of(page):
    return str(page.relative_to(ROOT))


def words_of(page):
    """The page without examples in fences, whose brackets are no links."""
    return FENCE.sub("", page.read_text())


def links_of(page):
    words = words_of(page)
    links = [*LINK.findall(words), *IMAGE.findall(words)]
    return [link for link in links if "://" not in link]


def anchors_of(page):
    """The ids that GitHub gives to headings."""
    headings = re.findall(r"^#+ (.+)$", words_of(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_and_pictures_of_a_page_lead_somewhere(page):
    lost = []
    for link in links_of(page):
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        if not target.exists() or (anchor and anchor not in anchors_of(target)):
            lost.append(link)
    assert lost == []


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_picture_says_what_it_shows(page):
    assert re.findall(r"!\[\s*\]\(|<img (?![^>]*alt=.\w)", page.read_text()) == []


def test_every_picture_is_used_and_all_together_are_small():
    named = {
        (page.parent / link).resolve() for page in PAGES for link in links_of(page) if "png" in link
    }
    pictures = set(PICTURES.glob("*.png"))

    assert pictures - named == set()
    assert sum(picture.stat().st_size for picture in pictures) < MOST_BYTES


def test_readme_names_only_commands_that_exist():
    readme = (ROOT / "README.md").read_text()
    help_text = subprocess.run(
        [sys.executable, ROOT / "dev.py", "--help"], capture_output=True, text=True, check=True
    ).stdout
    listed = set(re.findall(r"^    (\w+) {2,}", help_text, re.MULTILINE))

    named = set(re.findall(r"dev\.py (\w+)", readme))

    assert {"demo", "test"} <= named
    assert named - listed == set()


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_pages_name_only_management_commands_that_exist(page):
    named = set(re.findall(r"manage\.py (\w+)", words_of(page)))
    assert named - set(get_commands()) == set()


def test_pictures_are_taken_with_the_demo_s_own_names():
    assert picture_walk.PASSWORD == people.PASSWORD
    assert picture_walk.WAITING_CODE == workshops.WAITING_CODE
    assert picture_walk.SECOND == midway.SECOND_NAME
