"""The ground floor: nothing clinical, nothing technical, only what all the rest stands on."""
