"""Each promise of docs/trust.md in its reduced size: a few seconds of what `make soak` does for minutes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.soak.harness import NotShown, Progress, Promise, Size, discovered


@pytest.mark.parametrize("promise", discovered(), ids=lambda promise: f"{promise.number:02d}")
def test_the_promise_holds(promise: Promise, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    progress = Progress(tmp_path, seed=promise.number)
    if promise.needs_server:
        progress.server = request.getfixturevalue("servers").server

    try:
        outcome = promise.run(Size.REDUCED, progress)
    except NotShown as reason:
        pytest.skip(str(reason))

    assert outcome.held, (dict(outcome.figures), *outcome.notes)
    assert not progress.cut
