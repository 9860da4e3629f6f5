"""Working in what came from elsewhere, one version of one record at a time."""
