"""The settings: the office, its people, the look of this PC, locks, backups and the log."""
