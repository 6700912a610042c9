"""tantivy with what it offers for French: stemmer, accents folded, distances, beginnings."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import tantivy

from tests.benchmarks import corpus
from tests.benchmarks.engines import LINES
from tests.benchmarks.queries import Found

_FIELDS = ("title", "everything")
_TITLE = 2.0  # a word of the title counts so many times one of the keywords, the organisation or the place
_STEM, _BEGUN = 0.9, 0.8  # of an exact word
_NEAR, _FAR = (5, 1), (8, 2)  # letters from which so many mistakes are forgiven: a shorter word is another word
_MISSPELT = 12.0  # tantivy scores words found by distance 1: brought to what a rare word is worth
_ENOUGH = 3  # lines that hold every word: with so many, nobody misspelt anything


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for name in _FIELDS:
        builder.add_text_field(f"{name}_stem", tokenizer_name="stems")
        builder.add_text_field(name, tokenizer_name="words")
    for name in Found._fields:
        builder.add_text_field(f"{name}_shown", stored=True, tokenizer_name="raw")
    return builder.build()


def _analyzers() -> dict[str, tantivy.TextAnalyzer]:
    def builder() -> tantivy.TextAnalyzerBuilder:
        lower = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple()).filter(tantivy.Filter.lowercase())
        return lower.filter(tantivy.Filter.stopword("French"))

    fold, stemmer = tantivy.Filter.ascii_fold(), tantivy.Filter.stemmer("French")
    return {
        "words": builder().filter(fold).build(),
        "stems": builder().filter(stemmer).filter(fold).build(),
    }


def _opened(folder: Path) -> tantivy.Index:
    index = tantivy.Index(_schema(), path=str(folder))
    for name, analyzer in _analyzers().items():
        index.register_tokenizer(name, analyzer)
    return index


def build(source: Path, folder: Path, variant: str) -> None:
    """Write the index, with one thread, as ours."""
    del variant
    writer = _opened(folder).writer(heap_size=256_000_000, num_threads=1)
    for row in corpus.rows(source):
        document = tantivy.Document()
        everything = f"{row.title} {row.keywords} {row.organisation} {row.commune}"
        for name, text in zip(_FIELDS, (row.title, everything), strict=True):
            document.add_text(name, text)
            document.add_text(f"{name}_stem", text)
        for name in Found._fields:
            document.add_text(f"{name}_shown", getattr(row, name))
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()


def open_index(source: Path, folder: Path, variant: str) -> Tantivy:
    """Open the index."""
    del source, variant
    return Tantivy(_opened(folder))


class Tantivy:
    """Every word exact, by its stem or as the beginning being typed; then forgiving where too few have them all."""

    def __init__(self, index: tantivy.Index) -> None:
        self._schema = index.schema
        self._searcher = index.searcher()
        self._analyzers = _analyzers()

    def search(self, typed: str, limit: int = LINES) -> list[Found]:
        """Answer what stands in the line."""
        words, stems = (self._analyzers[name].analyze(typed) for name in ("words", "stems"))
        if not words:
            return []
        last = len(words) - 1
        exact = [
            self._word(word, stem, last=at == last) for at, (word, stem) in enumerate(zip(words, stems, strict=True))
        ]
        found = self._best(tantivy.Occur.Must, exact, limit)
        if len(found) >= _ENOUGH:
            return found
        forgiving = [
            tantivy.Query.disjunction_max_query([query, *self._misspelt(word, last=at == last)])
            for at, (query, word) in enumerate(zip(exact, words, strict=True))
        ]
        found = self._best(tantivy.Occur.Must, forgiving, limit)
        return found or self._best(tantivy.Occur.Should, forgiving, limit)

    def _word(self, word: str, stem: str, *, last: bool) -> tantivy.Query:
        ways = []
        for name, boost in zip(_FIELDS, (_TITLE, 1.0), strict=True):
            ways.append((self._term(name, word), boost))
            ways.append((self._term(f"{name}_stem", stem), _STEM * boost))
            if last:
                ways.append((self._near(name, word, 0, prefix=True), _BEGUN * boost))
        return tantivy.Query.disjunction_max_query([tantivy.Query.boost_query(way, boost) for way, boost in ways])

    def _misspelt(self, word: str, *, last: bool) -> Iterator[tantivy.Query]:
        for shortest, distance in (_NEAR, _FAR):
            if len(word) >= shortest:
                near = self._near("everything", word, distance, prefix=last)
                yield tantivy.Query.boost_query(near, _MISSPELT / distance)

    def _near(self, name: str, word: str, distance: int, *, prefix: bool) -> tantivy.Query:
        return tantivy.Query.fuzzy_term_query(self._schema, name, word, distance=distance, prefix=prefix)

    def _term(self, name: str, word: str) -> tantivy.Query:
        return tantivy.Query.term_query(self._schema, name, word)

    def _best(self, occur: tantivy.Occur, queries: list[tantivy.Query], limit: int) -> list[Found]:
        query = tantivy.Query.boolean_query([(occur, query) for query in queries])
        lines = [self._searcher.doc(address) for _score, address in self._searcher.search(query, limit).hits]
        return [Found._make(str(line.get_first(f"{name}_shown") or "") for name in Found._fields) for line in lines]
