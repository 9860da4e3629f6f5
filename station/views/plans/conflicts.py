"""Two contents beside each other: what two versions differ in, or what two people have written."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from station.core.i18n import tr
from station.services.plans.values import Change, VersionRow
from station.views.plans.comparing import change_table, summary
from station.views.style import FlowLayout, button, current, heading, label


def changes_view(
    names: tuple[str, str], changes: Sequence[Change], back: Callable[[], object]
) -> QWidget:
    """What two versions differ in, with a way back to the plan."""
    words = summary(changes) if changes else tr("The two versions say the same.")
    title = tr("From {before} to {after}", before=names[0].lower(), after=names[1].lower())
    holder, column = _titled(title, words, back)
    if changes:
        column.addWidget(change_table(changes, *names), 1)
    else:
        column.addStretch(1)
    return holder


def conflict_view(
    theirs: VersionRow,
    changes: Sequence[Change],
    take_theirs: Callable[[], object],
    keep_mine: Callable[[], object],
) -> QWidget:
    """Somebody else stored the draft: theirs against what is written here, and a choice."""
    still_draft = not theirs.version.approved_on
    words = tr(
        "Somebody else has saved this draft while you were writing. Nothing is lost: at the "
        "left stands what they saved, at the right what you wrote."
    )
    if not still_draft:
        words = tr(
            "This version was approved while you were writing, so it never changes. At the "
            "right stands what you wrote; begin a new version to put it in."
        )
    holder, column = _titled(tr("Two have written in this draft"), words, None)
    column.addWidget(change_table(changes, tr("Theirs"), tr("Mine")), 1)
    row = FlowLayout(gap=current().px(2))
    theirs_button = button(tr("Go on with theirs"))
    theirs_button.setObjectName("take_theirs")
    theirs_button.clicked.connect(lambda _checked=False: take_theirs())
    row.addWidget(theirs_button)
    if still_draft:
        keep = button(tr("Save mine over it"), primary=True)
        keep.setObjectName("keep_mine")
        keep.clicked.connect(lambda _checked=False: keep_mine())
        row.addWidget(keep)
    column.addLayout(row)
    return holder


def _titled(
    title: str, words: str, back: Callable[[], object] | None
) -> tuple[QWidget, QVBoxLayout]:
    """A titled column, with a way back if there is one."""
    holder = QWidget()
    holder.setObjectName("plan_compare")
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(current().px(2))
    row = FlowLayout(gap=current().px(2))
    if back is not None:
        made = button(tr("Back to the plan"), "Esc", kind="quiet", icon="back")
        made.setObjectName("leave_compare")
        made.clicked.connect(lambda _checked=False: back())
        row.addWidget(made)
    row.addWidget(heading(title))
    column.addLayout(row)
    told = label(words, "body", wrap=True)
    told.setObjectName("compare_words")
    column.addWidget(told)
    return holder, column
