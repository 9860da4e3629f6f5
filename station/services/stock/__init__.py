"""All equipment at once: lists in and out, the overview, the forecast, licences."""
