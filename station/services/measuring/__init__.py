"""From the packets of a meter to readings of the right patient."""
