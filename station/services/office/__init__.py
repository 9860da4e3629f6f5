"""The office itself: who may come in, the log, backups, and the checks of the installation."""
