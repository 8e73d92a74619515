"""How forms become HTML: each field with its label, help and errors, each error with an id of its own."""

from django.forms.renderers import TemplatesSetting


class FormRenderer(TemplatesSetting):
    """Renders every form with our templates, so that no page has its own way."""

    form_template_name = "ui/form.html"
    field_template_name = "ui/field.html"
