"""What can be wrong between this PC and a service, in sentences for whoever sits before it."""

from station.core.i18n import N_

LOST = {
    "no_name": N_("The name {host} is not known on this network. Is the PC on the network?"),
    "refused": N_("{host} is there, but the service on it does not answer."),
    "unreachable": N_("There is no way to {host} from this PC just now. Is it on the network?"),
    "no_answer": N_("{host} did not answer in time."),
    "slow": N_("{host} went silent in the middle, or took too long."),
    "reset": N_("The connection to {host} was broken off."),
    "cut_off": N_("The answer from {host} came only in part."),
    "garbled": N_("The answer from {host} could not be unpacked."),
    "too_large": N_("The answer from {host} was larger than what Station takes at once."),
    "stopped": N_("It was stopped here before {host} had answered."),
    "sign_in_away": N_("The sign-in service {host} cannot take requests just now."),
}
"""What became of a request that was lost, by code; each is followed by one of PHASES."""

PHASES = {
    "before": N_("Nothing was sent."),
    "during": N_("What was sent may have arrived; it will be sent again just as it was."),
    "after": N_("What was sent may have arrived; it will be sent again just as it was."),
}

REFUSED = {
    # tls
    "certificate_time": N_(
        "The certificate of {host} is expired or not valid yet. Nothing was sent. "
        "If the clock of this PC is right, those who run the service must renew it."
    ),
    "certificate_host": N_(
        "The certificate that answered is for another server than {host}. Nothing was sent. "
        "Check the address; if it is right, tell the IT department."
    ),
    "certificate_unknown": N_(
        "The certificate of {host} is issued by someone this PC does not trust. Nothing was sent. "
        "Do not go on; tell the IT department."
    ),
    "certificate_other": N_(
        "The certificate of {host} could not be approved. Nothing was sent. Tell the IT department."
    ),
    "tls_old": N_(
        "{host} speaks only an outdated kind of encryption (older than TLS 1.2). "
        "Nothing was sent. Those who run the service must update it."
    ),
    "tls_none": N_(
        "{host} did not answer with encryption as it should. Nothing was sent. "
        "Check the address and the port."
    ),
    # pin
    "pin": N_(
        "{host} answered with another key than the ones agreed on. Nothing was sent. Someone may "
        "be in between, or the key was changed: ask those who run the service before going on."
    ),
    # proxy
    "proxy_sign_in": N_(
        "The network's proxy {host} asks for a sign-in that Station cannot give. Nothing was sent. "
        "The IT department must let this PC through."
    ),
    "proxy_refused": N_(
        "The network's proxy does not let this PC through to {host} (it answered {status}). "
        "Nothing was sent. The IT department must open for it."
    ),
    "proxy_odd": N_(
        "The address of the proxy must be like http://proxy.example:8080, without a user name."
    ),
    # portal
    "portal": N_(
        "A web page answered in place of {host}. Perhaps the network wants a sign-in in the web "
        "browser first. What waits is kept on this PC."
    ),
    "not_expected": N_(
        "{host} answered, but not as the service should (it sent {kind}). Check the address. "
        "What waits is kept on this PC."
    ),
    "redirect": N_(
        "{host} points to another address. Station does not follow by itself, so that nothing "
        "goes astray. Check the address."
    ),
    # clock
    "clock_ahead": N_(
        "The clock of this PC is {minutes} minutes fast, so {host} does not let it in. "
        "Set the clock; what waits is kept on this PC."
    ),
    "clock_behind": N_(
        "The clock of this PC is {minutes} minutes slow, so {host} does not let it in. "
        "Set the clock; what waits is kept on this PC."
    ),
    # sign_in
    "sign_in": N_(
        "{host} does not let Station in ({reason}). What waits is kept on this PC. "
        "Those who run the service must look at the registration of this PC."
    ),
    "sign_in_odd": N_(
        "The sign-in service {host} gave an answer that Station does not understand. "
        "What waits is kept on this PC. Tell the IT department."
    ),
    "sign_in_missing": N_(
        "Without a sign-in Station talks only with a service on this very PC. "
        "Choose how to sign in to {host}."
    ),
    # address
    "address_odd": N_("The address must be like https://fhir.example.no/r4."),
    "address_http": N_(
        "The address must begin with https: without encryption Station talks only "
        "with a service on this very PC."
    ),
    "address_person": N_("The address must not have a user name or a password in it."),
    "pins_one": N_(
        "Give at least two keys, or none: with one alone Station is shut out "
        "the day it is replaced."
    ),
    "pins_odd": N_("A key's fingerprint is 44 characters (SHA-256 in base64)."),
    "trust_missing": N_("The file with whom to trust cannot be read, or holds no certificate."),
    "other_origin": N_(
        "The service pointed to an address that is not its own. Nothing was sent there. "
        "Tell those who run it."
    ),
}
"""Why nothing can go through just now, by code."""

GROUPS = {
    "certificate": "tls",
    "tls": "tls",
    "pin": "pin",
    "proxy": "proxy",
    "portal": "portal",
    "not": "portal",
    "redirect": "portal",
    "clock": "clock",
    "sign": "sign_in",
    "address": "address",
    "pins": "address",
    "trust": "address",
    "other": "address",
}
"""The first word of each code of REFUSED to what kind of trouble it is."""
