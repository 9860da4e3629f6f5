"""Software meters: one class for each way that real ones behave."""
