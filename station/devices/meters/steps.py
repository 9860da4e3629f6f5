"""The steps of pairing: small, in the order a hand does them, each with a picture's code.

Written from what the makers publish and not tried on a meter (docs/devices/ says so, too).
"""

from station.core.i18n import N_
from station.devices.meters.model import Step

BATTERIES = Step("batteries", N_("Put fresh batteries in the meter."), "batteries")
NEAR = Step("near", N_("Keep the meter within one metre of this PC."), "near")
CHOOSE = Step("choose", N_("Choose the meter in the list when it shows up here."), "list")
ANSWER = Step("answer", N_("Say yes if the PC asks whether to pair."), "answer")
WAIT = Step("wait", N_("Wait until it says here that the meter is paired."), "done")

SWITCH_ON = Step("switch_on", N_("Switch the meter on."), "switch_on")
MEASURE_ONCE = Step(
    "measure_once",
    N_("Measure once with the meter: it can be paired only when it has stored something."),
    "measure",
)
SETTINGS = Step(
    "settings",
    N_("Open the PC's own Bluetooth settings and choose to add a device."),
    "settings",
)
SIX_DIGITS = Step(
    "six_digits",
    N_("Type the six digits that stand on the meter, on its display or on its back."),
    "digits",
)
FINGER = Step("finger", N_("Put a finger in the oximeter, so that it switches on."), "finger")
STEP_ON = Step("step_on", N_("Step on the scale, so that it switches on."), "scale")
HOLD_PR_CUFF = Step(
    "hold_start",
    N_("Hold the start button until «Pr» shows on the display."),
    "hold_button",
)
HOLD_PR_SCALE = Step(
    "hold_under",
    N_("Hold the button under the scale until «Pr» shows on the display."),
    "hold_button",
)
HOLD_LIGHT = Step("hold_light", N_("Hold the button until the blue light blinks."), "hold_button")
HOLD_SIGN = Step(
    "hold_sign",
    N_("Hold the button until the Bluetooth sign blinks on the display."),
    "hold_button",
)
HOLD_P = Step(
    "hold_p",
    N_("Hold the Bluetooth button until «-P-» blinks on the display."),
    "hold_button",
)
MENU = Step("menu", N_("Open the meter's menu and choose pairing."), "menu")
MENU_ON = Step("menu_on", N_("Switch Bluetooth on in the meter's own menu."), "menu")
CODE = Step("code", N_("Note the user's number and code that the scale shows."), "digits")
BARE_FEET = Step(
    "bare_feet", N_("Measure once with bare feet and see that it comes here."), "scale"
)
TOMORROW = Step(
    "tomorrow",
    N_("This meter forgets the PC overnight. Pair it again when it is not found."),
    "tomorrow",
)

PICTURES = frozenset(
    {
        "answer",
        "batteries",
        "digits",
        "done",
        "finger",
        "hold_button",
        "list",
        "measure",
        "menu",
        "near",
        "scale",
        "settings",
        "switch_on",
        "tomorrow",
    }
)
"""The codes of all pictures that steps ask for."""
