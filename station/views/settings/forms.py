"""The way from the settings to the forms of the service, which need a page of their own."""

from station.core.i18n import tr
from station.services.office.office import OfficeFacts
from station.views.context import Context
from station.views.settings.section import Section, side_by_side
from station.views.style import button


class FormsSection(Section):
    """Says what forms are for, and opens their page."""

    def __init__(self, context: Context, facts: OfficeFacts) -> None:
        super().__init__(context, facts)
        card = self.card(
            tr("Forms of the service"),
            tr(
                "What patients, relatives and staff are asked: the forms that came with Station, "
                "and the municipality's own, in versions."
            ),
        )
        made = button(tr("Open the forms"), primary=True)
        made.setObjectName("open_forms")
        made.clicked.connect(lambda _checked=False: context.go("form_builder", None))
        card.body.addLayout(side_by_side(made, end=True))
        self.column.addStretch(1)
