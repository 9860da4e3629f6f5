"""The register of patients: finding, registering, opening and changing."""
