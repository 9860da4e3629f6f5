"""Software meters and a reference tablet, for tests and training; never part of a release."""
