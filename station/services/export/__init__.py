"""What is taken out for others: tables, FHIR."""
