"""Measuring at the office: a live value that is kept only when somebody says so."""
