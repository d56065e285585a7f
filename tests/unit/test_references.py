"""References: pronouns and bare nouns go back to whom the text says, and to nobody else."""

import pytest
from test_mentions import mentions_of

from parley.frames import rows_of


def back(text, **options):
    """Return what goes back in a text: its words, its actor, and the words it goes back to."""
    found = rows_of(mentions_of(text, **options))
    surface = {row.mention_id: row.surface for row in found}
    kinds = ("pronoun", "nominal")
    return [(row.surface, row.actor_id, surface.get(row.antecedent_id)) for row in found if row.how_code in kinds]


def test_antecedents_are_mentions_of_the_same_article():
    found = rows_of(mentions_of("Erdogan landed. He waved. In his hand, he held a map. The president smiled."))
    ids = {row.mention_id for row in found}
    assert all(row.antecedent_id in ids for row in found if row.how_code in ("pronoun", "nominal"))
    assert all(row.antecedent_id is None for row in found if row.how_code == "name")


@pytest.mark.parametrize(
    ("text", "word", "actor_id"),
    [
        ("Putin telephoned Macron. He was brief.", "He", "putin"),
        ("Between Putin and Biden, Erdogan chose his own way.", "his", "erdogan"),
        ("Kyiv wants peace, Zelensky said. “Nobody wants it more than Ukraine,” he added.", "he", "zelensky"),
        (
            "Two hundred men were traded for Viktor Marchuk, Zelensky said. The rest, he noted, came home.",
            "he",
            "zelensky",
        ),
        ("Scholz urged Putin to withdraw his troops.", "his", "putin"),
        ("Sandu spoke. Her country was ready, she said.", "Her", "sandu"),
        ("Russia says it is open to talks.", "it", "russia"),
        ("Ankara hopes it will host the next round.", "it", "turkey"),
        ("NATO and its members agreed.", "its", "nato"),
        ("The Ukrainians walked out. They had waited for hours.", "They", "ukraine"),
        ("Grossi went to Kyiv. The agency has asked for access to the plant of the IAEA.", "agency", None),
        ("The IAEA sent six people. The agency asked for access.", "agency", "iaea"),
        ("Moscow has refused. The foreign ministry gave no reason.", "foreign ministry", "russia_mfa"),
        (
            "Zelensky landed. Mykhailo Podolyak, an adviser to the president, was with Putin's map.",
            "president",
            "zelensky",
        ),
        ("In Kyiv, the chief of the army, Valerii Zaluzhnyi, spoke.", "army", None),
        ("Officials hope that the foreign minister, Sergey Lavrov, will come.", "foreign minister", "lavrov"),
    ],
)
def test_words_go_back_to(text, word, actor_id):
    found = [who for surface, who, _ in back(text) if surface == word]
    assert found == ([actor_id] if actor_id else [])


@pytest.mark.parametrize(
    "text",
    [
        "It rained in Kyiv. It was cold.",
        "Putin spoke to Maria Lopez, who runs a bakery in Lima. She sells bread.",
        "Erdogan spoke. A fisherman laughed. He had heard it before.",
        "Lavrov met Kuleba at the door, and Kuleba met Lavrov at the gate. Each took off a hat.",
        "The plan of Russia was leaked in May. It provides for a corridor.",
        "Moscow said the plan had lost its purpose.",
        "Nobody raised his voice while Putin slept.",
        "The foreign minister, Prince Faisal bin Farhan, doubted Russia.",
        "The president spoke.",
        "“They shoot at us,” said a nurse in Kyiv.",
    ],
)
def test_where_the_text_does_not_say_there_is_no_row(text):
    assert back(text) == []


def test_him_is_not_who_acts_in_the_clause():
    assert all(who != "macron" for _, who, _ in back("Scholz met Putin. Macron advised him."))


def test_inside_a_quotation_he_is_not_the_speaker():
    text = "“He will never sign,” Zelensky said of Putin."
    assert all(who != "zelensky" for _, who, _ in back(text))


def test_a_country_far_back_is_no_antecedent():
    filler = "The weather was mild and the roads were dry. " * 8
    assert back(f"Putin spoke. {filler}He laughed.") == []
