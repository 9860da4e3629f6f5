"""The lent tablet's side road into Station: docs/tablet-protocol.md, as code.

Everything but `visit` knows no radio: bytes in, bytes out.
"""
