"""What can go wrong between stations and the central service, tried and counted."""
