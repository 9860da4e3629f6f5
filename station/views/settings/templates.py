"""The way from the settings to the plan templates, which need a page of their own."""

from station.core.i18n import tr
from station.services.office.office import OfficeFacts
from station.views.context import Context
from station.views.settings.section import Section, side_by_side
from station.views.style import button


class TemplatesSection(Section):
    """Says what templates are for, and opens their page."""

    def __init__(self, context: Context, facts: OfficeFacts) -> None:
        super().__init__(context, facts)
        card = self.card(
            tr("Plan templates"),
            tr(
                "What every new plan begins from. Write it in your own words, let somebody who "
                "speaks for those who use the service read it, and take it into use. Plans that "
                "exist stay as they are."
            ),
        )
        made = button(tr("Open the plan templates"), primary=True)
        made.setObjectName("open_templates")
        made.clicked.connect(lambda _checked=False: context.go("templates", None))
        card.body.addLayout(side_by_side(made, end=True))
        self.column.addStretch(1)
