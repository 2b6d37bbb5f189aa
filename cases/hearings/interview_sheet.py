"""The interview while it is typed: its form and its two lists, as one thing."""

from datetime import datetime

from django.http import QueryDict

from cases.documents.builders.common import FAMILY, KIN
from cases.hearings.dates import day_of, zone_of
from cases.hearings.forms.common import agreement_formset, plain_agreements, present_formset
from cases.hearings.forms.hearing import InterviewForm
from cases.hearings.pages import problems_of
from cases.hearings.selectors import FamilyStand, guardianships_to_notify
from cases.hearings.services.entrevistas import InterviewInput
from cases.models import Case
from cases.models.hearings import Mode
from schools.identifiers import format_run

PRESENT, AGREEMENTS = "presentes", "acuerdos"


class InterviewSheet:
    """`typed` is what a form posted or a draft kept; None for a blank one."""

    def __init__(
        self, typed: QueryDict | None, *, case: Case, stand: FamilyStand, now: datetime
    ) -> None:
        self.case, self.stand, self.now = case, stand, now
        people = [] if typed is not None else self._expected()
        self.form = InterviewForm(typed, zone=zone_of(case), initial=self._initial())
        self.present = present_formset()(typed, prefix=PRESENT, initial=people)
        self.agreements = agreement_formset()(typed, prefix=AGREEMENTS)

    def is_valid(self) -> bool:
        """True if every part is; all are asked."""
        valid = all([self.form.is_valid(), self.present.is_valid(), self.agreements.is_valid()])
        if valid and not self.present.rows():
            self.form.add_error(None, "Anote quiénes estuvieron en la entrevista.")
            return False
        return valid

    @property
    def problems(self) -> list[dict]:
        """Every error, for the summary at the top."""
        return problems_of(self.form, self.present, self.agreements)

    def hide_errors(self) -> None:
        """Show a draft as it was left: what is missing is not an error yet."""
        self.form._errors = {}
        for formset in (self.present, self.agreements):
            formset._non_form_errors = formset.error_class()
            formset._errors = [{} for _ in formset.forms]
            for form in formset.forms:
                form._errors = {}

    def entry(self) -> InterviewInput:
        """Return the interview as the service takes it."""
        data, (starts_at, ends_at) = self.form.cleaned_data, self.form.span()
        return InterviewInput(
            starts_at=starts_at,
            ends_at=ends_at,
            mode=data["mode"],
            place=data["place"],
            present=tuple(
                {"name": row["name"], "run": row["run"], "title": row["title"]}
                for row in self.present.rows()
            ),
            student_words=data["student_words"],
            apoderado_words=data["apoderado_words"],
            agreements=plain_agreements(self.agreements.rows()),
            informed=data["informed"],
        )

    def _initial(self) -> dict:
        call = self.stand.last
        if call is None:
            return {"mode": Mode.PRESENCIAL}
        meets = call.meets_at.astimezone(zone_of(self.case))
        return {"day": meets.date(), "starts": meets.time(), "mode": call.mode, "place": call.place}

    def _expected(self) -> list[dict]:
        """Return who is expected: the pupil, and the adults who may come."""
        person = self.stand.participant
        rows = [{"name": person.name, "run": person.student.shown_run, "title": "Estudiante"}]
        for tie in guardianships_to_notify(person, day_of(self.case, self.now)):
            title = KIN.get(tie.relation, FAMILY)
            rows.append(
                {
                    "name": tie.apoderado.name,
                    "run": format_run(tie.apoderado.run),
                    "title": title,
                }
            )
        return rows
