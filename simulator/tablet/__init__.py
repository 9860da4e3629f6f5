"""The reference tablet: docs/tablet-protocol.md from the other side.

It shares no code with Station but the Noise handshake and the CBOR library, so that the document
is tried and not only one reading of it.
"""
