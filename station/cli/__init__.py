"""Station from the command line: the window, and commands without one."""
