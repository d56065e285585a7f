"""The published site is whole at every moment."""

import json

from parley.run import site


def _publish(out, key="k" * 8):
    staging = site.open_staging(out)
    (staging / "index.html").write_text(key)
    site.write_json(staging / "manifest.json", {"key": key})
    return site.publish(staging, out, site.next_id(out, key))


def test_latest_leads_to_the_newest_run_and_the_door_to_latest(tmp_path):
    _publish(tmp_path, "a" * 8)
    second = _publish(tmp_path, "b" * 8)
    assert site.latest_run(tmp_path) == second.resolve()
    assert (tmp_path / "latest" / "index.html").read_text() == "b" * 8
    assert 'href="latest/index.html"' in (tmp_path / "index.html").read_text()


def test_run_numbers_grow_whatever_the_clock_says(tmp_path):
    names = [_publish(tmp_path).name for _ in range(3)]
    assert names == ["00001-kkkkkkkk", "00002-kkkkkkkk", "00003-kkkkkkkk"]


def test_what_a_killed_run_left_is_swept_up(tmp_path):
    (tmp_path / ".staging-1").mkdir()
    (tmp_path / ".staging-1" / "half.html").write_text("half")
    (tmp_path / ".latest-1").symlink_to("nowhere")
    staging = site.open_staging(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [staging.name]


def test_a_run_moved_in_without_its_manifest_is_no_run(tmp_path):
    whole = _publish(tmp_path)
    (tmp_path / "runs" / "00002-dead").mkdir()
    assert site.latest_run(tmp_path) == whole.resolve()
    assert site.list_runs(tmp_path) == [whole.name]


def test_pruning_keeps_the_newest_runs(tmp_path):
    runs = [_publish(tmp_path).name for _ in range(4)]
    site.prune(tmp_path, keep=2)
    assert site.list_runs(tmp_path) == runs[2:]
    site.prune(tmp_path, keep=0)
    assert site.list_runs(tmp_path) == runs[3:]


def test_json_is_the_same_bytes_for_the_same_data(tmp_path):
    site.write_json(tmp_path / "a.json", {"b": 1, "a": "é"})
    site.write_json(tmp_path / "b.json", {"a": "é", "b": 1})
    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()
    assert json.loads((tmp_path / "a.json").read_text()) == {"a": "é", "b": 1}
