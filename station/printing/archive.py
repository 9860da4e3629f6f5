"""The finishing of a file: structure tree, metadata and colour profile for PDF/UA-1 and PDF/A-2a.

The rules followed are ISO 14289-1 (PDF/UA-1) and ISO 19005-2 level a; tools/validate_pdf.py has
a validator judge the result.
"""

import io
from xml.sax.saxutils import escape

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String

from station.printing.profile import srgb
from station.printing.tags import Element

_LANGUAGES = {"nb": "nb-NO", "nn": "nn-NO", "en": "en-GB"}
_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>
<pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""


def archived(raw: bytes, root: Element, *, title: str, language: str) -> bytes:
    """Give reportlab's file `raw` its structure, metadata and profile; the same bytes each time."""
    with Pdf.open(io.BytesIO(raw)) as pdf:
        catalogue = pdf.Root
        catalogue.Lang = String(_LANGUAGES[language])
        catalogue.MarkInfo = Dictionary(Marked=True)
        catalogue.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        catalogue.StructTreeRoot = _Tree(pdf).root(root)
        catalogue.OutputIntents = Array([_intent(pdf)])
        catalogue.Metadata = pdf.make_stream(
            _XMP.format(title=escape(title), language=_LANGUAGES[language]).encode(),
            Type=Name.Metadata,
            Subtype=Name.XML,
        )
        for number, page in enumerate(pdf.pages):
            page.obj.StructParents = number
            page.obj.Tabs = Name.S
        # Everything about the file stands in its metadata; a second copy could only disagree.
        del pdf.trailer["/Info"]
        packed = io.BytesIO()
        pdf.save(packed, deterministic_id=True, object_stream_mode=_OBJECT_STREAMS)
    return packed.getvalue()


_OBJECT_STREAMS = pikepdf.ObjectStreamMode.generate


def _intent(pdf: Pdf) -> Dictionary:
    return Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFA1,
        OutputConditionIdentifier=String("sRGB"),
        Info=String("sRGB"),
        DestOutputProfile=pdf.make_stream(srgb(), N=3),
    )


class _Tree:
    """Writes elements into one file, and notes which element each mark on a page belongs to."""

    def __init__(self, pdf: Pdf) -> None:
        self._pdf = pdf
        self._pages = [page.obj for page in pdf.pages]
        self._owners: list[dict[int, pikepdf.Object]] = [{} for _ in self._pages]

    def root(self, element: Element) -> pikepdf.Object:
        """Write the tree below `element` and the parent tree that leads back from the pages."""
        top = self._pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        top.K = self._write(element, top)
        numbers = Array()
        for page, owners in enumerate(self._owners):
            numbers.append(page)
            row = Array([owners[number] for number in range(len(owners))])
            numbers.append(self._pdf.make_indirect(row))
        top.ParentTree = self._pdf.make_indirect(Dictionary(Nums=numbers))
        top.ParentTreeNextKey = len(self._pages)
        return top

    def _write(self, element: Element, parent: pikepdf.Object) -> pikepdf.Object:
        written = Dictionary(Type=Name.StructElem, S=Name(f"/{element.tag}"), P=parent)
        if element.alternative:
            written.Alt = String(element.alternative)
        if attributes := _attributes(element):
            written.A = attributes
        found = self._pdf.make_indirect(written)
        kids = [self._mark(mark.page, mark.number, found) for mark in element.marks]
        kids += [self._write(kid, found) for kid in element.kids if _seen(kid)]
        found.K = Array(kids)
        return found

    def _mark(self, page: int, number: int, owner: pikepdf.Object) -> pikepdf.Object:
        self._owners[page][number] = owner
        return Dictionary(Type=Name.MCR, Pg=self._pages[page], MCID=number)


def _attributes(element: Element) -> pikepdf.Object | None:
    if element.scope:
        return Dictionary(O=Name.Table, Scope=Name(f"/{element.scope}"))
    if element.box is not None:
        box = Array([round(edge, 2) for edge in element.box])
        return Dictionary(O=Name.Layout, BBox=box, Placement=Name.Block)
    return None


def _seen(element: Element) -> bool:
    """An empty table cell is part of its table; any other element of nothing is left out."""
    return element.tag in {"TD", "TH"} or any(found.marks for found in element.walk())
