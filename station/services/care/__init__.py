"""The course of one patient's service: its status, pauses, and closer follow-up."""
