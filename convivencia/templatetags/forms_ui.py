"""Draw forms: `{% form_fields form %}`, `{% field form.x %}`, `{% error_summary form %}`."""

from dataclasses import dataclass

from django import forms, template
from django.forms.boundfield import BoundField
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

SELECTS = (forms.Select, forms.SelectMultiple)
CHOICES = (forms.RadioSelect, forms.CheckboxSelectMultiple)


@dataclass(frozen=True)
class FieldView:
    """What `components/field.html` needs to draw one field, already decided."""

    bound: BoundField
    kind: str  # input, choices, checkbox, moment, file, hidden
    optional: bool
    described_by: str

    @property
    def widget(self) -> SafeString:
        """The input, with class and references to its hint and its error."""
        attrs = {"class": self.css_class} if self.css_class else {}
        if self.described_by and self.kind != "choices":
            attrs["aria-describedby"] = self.described_by
        return self.bound.as_widget(attrs=attrs)

    @property
    def css_class(self) -> str:
        own = self.bound.field.widget.attrs.get("class", "")
        base = {"choices": "", "checkbox": ""}.get(self.kind, "form-control")
        if isinstance(self.bound.field.widget, SELECTS) and self.kind == "input":
            base = "form-select"
        return f"{base} {own}".strip()

    @property
    def parts(self) -> list[dict]:
        """The day and the hour of a moment, as (label, id, input)."""
        labels = getattr(self.bound.field.widget, "part_labels", ("Día", "Hora"))
        context = self.bound.field.widget.get_context(
            self.bound.html_name, self.bound.value(), {"id": self.bound.auto_id}
        )
        found = []
        for label, sub in zip(labels, context["widget"]["subwidgets"], strict=True):
            sub["attrs"] |= {"class": "form-control"}
            if self.described_by:
                sub["attrs"]["aria-describedby"] = self.described_by
            if self.bound.errors:
                sub["attrs"]["aria-invalid"] = "true"
            drawn = self.bound.form.renderer.render(sub["template_name"], {"widget": sub})
            found.append({"label": label, "id": sub["attrs"]["id"], "widget": mark_safe(drawn)})  # noqa: S308
        return found


def _kind(widget: forms.Widget) -> str:
    if widget.is_hidden:
        return "hidden"
    if isinstance(widget, CHOICES):
        return "choices"
    if isinstance(widget, forms.CheckboxInput):
        return "checkbox"
    if isinstance(widget, forms.SplitDateTimeWidget):
        return "moment"
    return "file" if isinstance(widget, forms.FileInput) else "input"


@register.inclusion_tag("components/field.html")
def field(bound: BoundField, label: str = "", hint: str = "", inline: bool = False) -> dict:
    """Draw one field: label, hint, error, input. `label` and `hint` replace the form's."""
    hint = hint or bound.help_text
    ids = [f"{bound.auto_id}_hint"] if hint else []
    ids += [f"{bound.auto_id}_error"] if bound.errors else []
    kind = _kind(bound.field.widget)
    view = FieldView(bound, kind, not bound.field.required, " ".join(ids))
    return {
        "view": view,
        "field": bound,
        "label": label or bound.label,
        "hint": hint,
        "inline": inline,
    }


@register.inclusion_tag("components/fields.html")
def form_fields(form: forms.BaseForm) -> dict:
    """Draw the error summary and every field of a form, in order; not the <form> nor the button."""
    return {"form": form}


@register.inclusion_tag("components/error_summary.html")
def error_summary(*all_forms: forms.BaseForm) -> dict:
    """Draw the list of errors of one or several forms, each a link to its field."""
    items = []
    for form in all_forms:
        items += [{"text": error, "target": ""} for error in form.non_field_errors()]
        way = getattr(form, "way", None)  # where it is done instead
        items += [{"text": way[0], "href": way[1]}] if way else []
        for bound in form:
            target = bound.id_for_label or _first_id(bound)
            items += [{"text": error, "target": target} for error in bound.errors]
    return {"items": items}


def _first_id(bound: BoundField) -> str:
    return f"{bound.auto_id}_0" if isinstance(bound.field.widget, CHOICES) else bound.auto_id
