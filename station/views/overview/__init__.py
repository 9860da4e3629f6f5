"""Equipment at a glance: what is where, due and missing, the forecast, cases, licences, lists."""
