"""The grid of a township: a row a village, saved at once."""

from typing import Any

from django import forms

from guidance.elections.models import Stage, VillageReturn
from guidance.elections.rules import Counts, contradictions, oddity
from guidance.forms import dress
from guidance.places.models import Village

# Director in one choice: is there one, and is it a woman.
DIRECTORS = {"": (None, None), "woman": (1, 1), "man": (1, 0), "vacant": (0, 0)}
DIRECTOR_CHOICES = [("", "未填"), ("woman", "女"), ("man", "男"), ("vacant", "空缺")]
YES_NO = {"": None, "yes": True, "no": False}
MOST_PEOPLE = 99


class NumberField(forms.IntegerField):
    """A count; full-width digits are read as what they are."""

    def __init__(self, label: str) -> None:
        wrong = f"{label}请填0至{MOST_PEOPLE}的整数"
        super().__init__(
            label=label,
            required=False,
            min_value=0,
            max_value=MOST_PEOPLE,
            widget=forms.TextInput(
                attrs={"inputmode": "numeric", "class": "grid-number", "autocomplete": "off"}
            ),
            error_messages={"invalid": wrong, "min_value": wrong, "max_value": wrong},
        )


def _choice(label: str, choices: list[tuple[str, str]]) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=choices,
        required=False,
        widget=forms.Select(attrs={"class": "grid-choice"}),
        error_messages={"invalid_choice": f"{label}请从列表中选择"},
    )


class VillageForm(forms.Form):
    """The figures of one village. Hidden twins of the fields tell what this user changed."""

    people = NumberField("成员人数")
    women = NumberField("其中女性")
    director = _choice("主任", DIRECTOR_CHOICES)
    chair_in_two_committees = _choice("妇联主席进“两委”", [("", "未换届"), ("yes", "是"), ("no", "否")])
    chair_full_subsidy = _choice("全额补贴", [("", "未填"), ("yes", "是"), ("no", "否")])
    version = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Any,
        *,
        number: int,
        village: Village,
        stage: str,
        stored: VillageReturn | None,
    ) -> None:
        super().__init__(data, initial=initial_of(stored), prefix=f"village-{village.pk}")
        self.number, self.village, self.stored = number, village, stored
        self.conflict = ""
        if stage == Stage.NOMINATED:  # nobody is chair before the election
            del self.fields["chair_in_two_committees"], self.fields["chair_full_subsidy"]
        for name in self.columns:
            self.fields[name].show_hidden_initial = True
        dress(self)

    def has_changed(self) -> bool:
        """Whether this user changed a figure; a version that rose meanwhile is someone else's doing."""
        return not set(self.columns).isdisjoint(self.changed_data)

    @property
    def columns(self) -> list[str]:
        """The fields that are typed."""
        return [name for name in self.fields if name != "version"]

    @property
    def cells(self) -> list[forms.BoundField]:
        """The fields that are typed, bound."""
        return [self[name] for name in self.columns]

    @property
    def where(self) -> str:
        """第3行 大塘村."""
        return f"第{self.number}行 {self.village}"

    def clean(self) -> dict[str, Any]:
        """Figures that contradict each other, each at its column."""
        if not self.errors:
            for column, message in contradictions(self.counts):
                self.add_error(column if column in self.fields else None, message)
        return self.cleaned_data

    @property
    def counts(self) -> Counts:
        """What was typed, as the model keeps it."""
        data = self.cleaned_data
        director_people, director_women = DIRECTORS[data.get("director", "")]
        return Counts(
            data.get("people"),
            data.get("women"),
            director_people,
            director_women,
            YES_NO[data.get("chair_in_two_committees", "")],
            YES_NO[data.get("chair_full_subsidy", "")],
        )

    @property
    def messages(self) -> list[str]:
        """Every error of the row with its place: 第3行 大塘村：女性人数（6）多于成员人数（5）。"""
        return [f"{self.where}：{message}。" for found in self.errors.values() for message in found]

    @property
    def texts(self) -> list[tuple[str, str]]:
        """Label and stored value of each column, in words, for reading."""
        return [(str(self.fields[name].label), self._shown(name)) for name in self.columns]

    def stored_in_words(self) -> str:
        """What is stored and by whom, to stand beside what was typed."""
        who = self.stored.saved_by if self.stored else ""
        return f"{who}保存的是：" + "，".join(f"{label} {text}" for label, text in self.texts)

    def _shown(self, name: str) -> str:
        value = self.initial[name]
        choices = dict(getattr(self.fields[name], "choices", []))
        return str(choices.get(value, "—" if value is None else value))

    @property
    def oddity(self) -> str:
        """A warning on the stored figures."""
        return oddity(self.village.committee_type, self.stored.people if self.stored else None)


def open_again(data: Any, stored: VillageReturn) -> None:
    """Make posted `data` of a village look as though its row had been opened on what is `stored` now."""
    name = f"village-{stored.village_id}"
    for field, value in initial_of(stored).items():
        data[f"initial-{name}-{field}"] = "" if value is None else str(value)
    data[f"{name}-version"] = str(stored.version)


def counts_of(stored: VillageReturn | None) -> Counts:
    """What is stored; nothing where there is no return yet."""
    if stored is None:
        return Counts()
    return Counts(**{name: getattr(stored, name) for name in Counts.__dataclass_fields__})


def initial_of(stored: VillageReturn | None) -> dict[str, Any]:
    """What is stored, as the fields show it."""
    counts = counts_of(stored)
    directors = {value: name for name, value in DIRECTORS.items()}
    answers = {value: name for name, value in YES_NO.items()}
    return {
        "people": counts.people,
        "women": counts.women,
        "director": directors[(counts.director_people, counts.director_women)],
        "chair_in_two_committees": answers[counts.chair_in_two_committees],
        "chair_full_subsidy": answers[counts.chair_full_subsidy],
        "version": stored.version if stored else 0,
    }
