"""The sheet for a visit: what a reader said, and what to ask, on one page."""

import pytest

from search.visits import pieces
from tests import factories
from tests.web.forms import send, sent_page
from tests.web.html import heading_jumps, section, soup, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def asks(*questions):
    return {"questions-to-ask": f"<p>Ask:</p><ul>{''.join(f'<li>{question}</li>' for question in questions)}</ul>"}


@pytest.fixture
def pages():
    factories.make_symptom("numbness", name="Numbness", sections=asks("Why is it numb?", "Is it safe to drive?"))
    factories.make_symptom("burning", name="Burning feet", sections=asks("Why does it burn?"))
    factories.make_treatment("pill", name="The pill", sections=asks("How long do I take it? [@a-source]", "Is it  SAFE to drive"))
    factories.make_article("getting-ready-for-an-appointment", name="Getting ready", sections=asks("Who calls me?"))


def sheet_of(client, **said):
    return sent_page(client, "/visit/", **said).select_one(".sheet")


def part(sheet, heading):
    return next(found for found in sheet.find_all("section") if text_of(found.h3) == heading)


def questions(sheet):
    return [text_of(line) for line in part(sheet, "Questions to ask").find_all("li")]


def test_the_sheet_says_what_the_reader_said_in_the_order_in_which_a_clinician_asks(client, pages):
    sheet = sheet_of(
        client, s="numbness", words="like cotton wool", since="since May\nworse now", stops="stairs", medicines="metformin", matters="to sleep"
    )

    assert [text_of(heading) for heading in sheet.find_all("h3")] == [
        "What matters most to me",
        "What I feel or see",
        "Since when, and how it has changed",
        "What it stops me doing",
        "What I take: medicines, vitamins, supplements",
        "Questions to ask",
        "What was said, and what happens next",
    ]
    assert text_of(part(sheet, "What I feel or see")) == "What I feel or see Numbness like cotton wool"
    assert part(sheet, "Since when, and how it has changed").br, "lines stay lines"
    assert "metformin" in text_of(sheet)
    assert "Date:" in text_of(sheet)


def test_the_questions_come_in_turn_from_the_pages_each_once_and_with_its_page(client, pages):
    sheet = sheet_of(client, s=["numbness", "burning"], pages="The pill", questions="Will I walk?")

    assert questions(sheet) == [
        "Will I walk?",
        "Why is it numb? (page: Numbness)",
        "Why does it burn? (page: Burning feet)",
        "How long do I take it? (page: The pill)",
        "Who calls me? (page: Getting ready)",
        "Is it safe to drive? (page: Numbness)",
    ]


def test_at_most_eight_questions_are_ours_and_fewer_beside_many_of_the_readers(client):
    factories.make_symptom("numbness", name="Numbness", sections=asks(*(f"Question {number}?" for number in range(20))))

    assert len(questions(sheet_of(client, s="numbness"))) == 8
    assert len(questions(sheet_of(client, s="numbness", questions="\n".join(f"Mine {number}" for number in range(9))))) == 9 + 3


FULL = dict.fromkeys(("matters", "since", "stops"), "My feet burn. " * 17) | {
    "words": "My feet burn. " * 35,
    "medicines": "Metformin 500 mg\n" * 10,
}


def test_a_sheet_that_fits_one_page_says_nothing_of_its_length(client, pages):
    page = sent_page(client, "/visit/", s="numbness", questions="Will I walk?\nMay I drive?", **FULL)

    assert "longer than one page" not in text_of(page.select_one(".sheet-help"))


@pytest.mark.parametrize(
    ("said", "paper"),
    [
        ({"questions": "x\n" * 499}, 12),
        ({"words": "x\n" * 60}, 2),
        ({"medicines": "x\n" * 120}, 2),
        (FULL | {"words": "My feet burn. " * 70, "medicines": "My feet burn. " * 70, "questions": "Why?\n" * 10}, 2),
    ],
)
def test_a_sheet_that_is_longer_than_a_page_says_so_and_loses_nothing(client, pages, said, paper):
    page = sent_page(client, "/visit/", **said)

    about = page.select_one(".sheet-help")
    assert f"Your sheet may be longer than one page of paper: it takes about {paper}." in text_of(about)
    assert about.find("a", string="Leave out what matters least")["href"] == "#change"
    assert all(word in text_of(page.select_one(".sheet")) for words in said.values() for word in words.split())


def test_with_much_of_their_own_readers_get_fewer_of_our_questions(client):
    factories.make_symptom("numbness", name="Numbness", sections=asks(*(f"Question {number}?" for number in range(20))))

    assert len(questions(sheet_of(client, s="numbness", **FULL | {"words": "My feet burn. " * 70, "medicines": "My feet burn. " * 70}))) == 3


def test_pages_are_known_by_their_title_and_by_their_address(client, pages):
    page = sent_page(client, "/visit/", pages="the pill\nhttps://nerves.example.org/treatments/pill/\nburning feet\nNonsense & co")

    assert "Pages read: The pill; Burning feet." in text_of(page.select_one(".sheet__foot"))
    assert "We found no page of this site for: “Nonsense & co”." in text_of(page.select_one(".sheet-help"))


@pytest.mark.parametrize(
    "line",
    [
        "https://nerves.example.org/treatments/pill/#source-1",
        "https://nerves.example.org/treatments/pill/?utm=1",
        "nerves.example.org/treatments/pill?utm=1#risks",
        "<https://nerves.example.org/treatments/pill/>.",
        "https://nerves.example.org/treatments/pill/history/",
        "https://nerves.example.org/leaflet/treatment/pill/?size=large",
        "https://nerves.example.org/leaflet/treatment/pill.pdf",
        "The pill – NeuroInfo",
        "The pill – NeuroInfo (leaflet in large print)",
        "the pill - NeuroInfo — A Browser",
    ],
)
def test_pages_are_known_as_a_browser_shows_them(client, pages, line):
    page = sent_page(client, "/visit/", pages=line)

    assert "Pages read: The pill." in text_of(page.select_one(".sheet__foot"))
    assert "We found no page" not in text_of(page.select_one(".sheet-help"))


@pytest.mark.parametrize(
    "line",
    [
        "https://nerves.example.org/leaflet/care-card/pill/",
        "https://nerves.example.org/treatments/pill/x",
        "– NeuroInfo",
    ],
)
def test_what_is_no_address_of_a_page_is_told(client, pages, line):
    assert "We found no page of this site for" in text_of(sent_page(client, "/visit/", pages=line).select_one(".sheet-help"))


def test_a_page_that_is_not_public_is_not_known(client):
    factories.make_treatment_draft("secret", name="Secret pill", sections=asks("What is it?"))

    page = sent_page(client, "/visit/", pages="Secret pill\n/treatments/secret/")

    assert "What is it?" not in text_of(page.main)
    assert "Pages read:" not in text_of(page.main)


def test_words_are_understood_and_the_reader_can_take_that_back(client, pages):
    page = sent_page(client, "/visit/", words="I have burning feet")

    assert "From your words we understood: Burning feet." in text_of(page.select_one(".sheet-help"))
    assert "Why does it burn? (page: Burning feet)" in questions(page.select_one(".sheet"))
    assert text_of(part(page.select_one(".sheet"), "What I feel or see")) == "What I feel or see I have burning feet", "the words stay as they are"
    assert page.find("input", attrs={"name": "wrong", "value": "burning", "checked": False})

    page = sent_page(client, "/visit/", words="I have burning feet", wrong="burning")

    assert "we understood" not in text_of(page.select_one(".sheet-help"))
    assert "Why does it burn? (page: Burning feet)" not in questions(page.select_one(".sheet"))
    assert page.find("input", attrs={"name": "wrong", "value": "burning", "checked": True})


def test_a_symptom_on_each_line_is_understood(client, pages):
    page = sent_page(client, "/visit/", words="numbness\nburning feet")

    assert "From your words we understood: Burning feet, Numbness." in text_of(page.select_one(".sheet-help"))


def test_lines_stay_lines_in_what_is_read():
    assert pieces("my feet are numb\n\nburning. Tired") == ["my feet are numb\nburning. Tired"]


def test_what_was_taken_back_stays_so_while_something_else_is_corrected(client, pages):
    page = sent_page(client, "/visit/", words="burning feet", wrong="burning", stops="x" * 501)

    assert page.find("input", attrs={"name": "wrong", "value": "burning", "checked": True})


def test_what_cannot_wait_stands_above_the_sheet(client):
    card = factories.make_care_card("breathing", name="Trouble breathing", level="now", phrases=["cannot breathe"])
    long = "My feet have been numb for some time. " * 20

    for said in (
        {"words": "I cannot breathe"},
        {"words": "numb toes\nI cannot\nbreathe"},
        {"words": long, "since": "now I cannot breathe"},
        {"words": long + "I cannot breathe."},
    ):
        page = sent_page(client, "/visit/", **said)
        assert "care-card--now" in page.main.h1.find_next_sibling()["class"], said
        assert text_of(page.select_one(".care-card h2")) == card.name
        assert heading_jumps(page) == []


def test_a_symptom_that_is_urgent_by_itself_raises_its_card_when_it_is_chosen(client):
    symptom = factories.make_symptom("breathless", name="Breathless")
    factories.make_care_card("breathing", name="Trouble breathing", level="now", symptoms=[symptom])

    assert sent_page(client, "/visit/", s="breathless").select_one(".care-card--now")
    assert not sent_page(client, "/visit/", words="numb feet").select_one(".care-card")


def test_links_fill_the_form(client, pages):
    page = soup(client.get("/visit/?s=numbness&s=unknown&p=treatment/pill&p=symptom/burning&p=condition/nothing"))

    assert {box["value"] for box in page.select("input[name=s][checked]")} == {"numbness", "burning"}
    assert page.find("textarea", attrs={"name": "pages"}).text.split() == ["The", "pill"]
    assert "Chosen: Burning feet, Numbness" in text_of(page.summary)


def test_each_symptom_can_be_chosen_once_by_the_part_of_the_body(client):
    factories.make_concept(factories.make_symptom("toes", name="Cold toes"), "sensory", "toes")
    factories.make_concept(factories.make_symptom("head", name="Headache"), "sensory", "head")
    factories.make_concept(factories.make_symptom("both", name="Numb all over"), "sensory", "hands", "feet")

    page = soup(client.get("/visit/"))

    groups = {text_of(group.legend): [text_of(label) for label in group.find_all("label")] for group in page.select("details fieldset")}
    assert groups == {"Several parts of the body": ["Numb all over"], "Head": ["Headache"], "Feet": ["Cold toes"]}


def test_too_many_symptoms_are_refused_and_stay_ticked(client):
    slugs = [factories.make_symptom(f"symptom-{number}").slug for number in range(13)]

    response = send(client, "/visit/", {"s": slugs})

    page = soup(response)
    assert response.status_code == 422
    assert "You chose 13 symptoms, and 12 are the most." in text_of(page.select_one(".error-summary"))
    assert page.select_one(f"#{page.select_one('.error-summary a')['href'][1:]}").has_attr("open")
    assert len(page.select("input[name=s][checked]")) == 13


def test_the_form_comes_back_filled_below_the_sheet(client, pages):
    page = sent_page(client, "/visit/", s="numbness", words="my words", medicines="metformin", questions="why?")

    change = section(page, "Change what you wrote")
    assert {box["name"]: box.text.strip() for box in change.find_all("textarea") if box.text.strip()} == {
        "words": "my words",
        "medicines": "metformin",
        "questions": "why?",
    }
    assert [box["value"] for box in change.select("input[name=s][checked]")] == ["numbness"]


def test_a_site_without_pages_still_makes_a_sheet(client):
    sheet = sheet_of(client, words="numb feet")

    assert "numb feet" in text_of(sheet)
    assert "Questions to ask" not in text_of(sheet)
