"""Exchange with others: the network, FHIR, the central server, services, and files on a stick.

Nothing here knows the file with the records: values go in, values come out, and the services
stand between. Everything here may wait, so nothing here runs on the record lane.
"""
