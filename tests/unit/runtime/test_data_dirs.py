"""Folders for state: no two workers in one, and the same one again after a restart."""

from __future__ import annotations

from pathlib import Path

import pytest

from services.runtime.data_dirs import claim_data_dir
from services.runtime.errors import ConfigurationError


def test_workers_on_one_machine_get_folders_of_their_own(tmp_path: Path) -> None:
    first, second = claim_data_dir(tmp_path, "extractor"), claim_data_dir(tmp_path, "extractor")
    assert first.path != second.path
    first.lock.close()
    second.lock.close()


def test_a_worker_that_is_started_again_finds_its_folder_again(tmp_path: Path) -> None:
    first = claim_data_dir(tmp_path, "extractor")
    first.lock.close()
    again = claim_data_dir(tmp_path, "extractor")
    assert again.path == first.path
    again.lock.close()


def test_a_folder_that_cannot_be_written_is_told_with_the_setting_to_change(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    with pytest.raises(ConfigurationError, match="TOCSIN_DATA_DIR"):
        claim_data_dir(blocked, "extractor")
