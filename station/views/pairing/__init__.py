"""The assistant that pairs a meter, a drawn step at a time."""
