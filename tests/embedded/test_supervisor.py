"""Parts are kept running, told of, and stopped; nothing is left."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from embedded import record
from embedded.environment import BASE
from embedded.errors import CannotStart, Interrupted
from embedded.supervisor import Supervisor
from tests.embedded.conftest import alive, until

SLEEPS = "import time; time.sleep(60)"
STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"
HAS_A_CHILD = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'import time; time.sleep(60)'])"
PARENT = """
import sys
from pathlib import Path
from embedded.errors import Interrupted
from embedded.part import Part
from embedded.supervisor import Supervisor
parent = Supervisor()
parent.listen()
parent.start(Part("child", [sys.executable, "-c", "import time; time.sleep(60)"], {}, Path(sys.argv[1])))
print(parent.parts[0].pid, flush=True)
try:
    parent.watch()
except Interrupted:
    pass
parent.stop()
"""


@pytest.fixture
def parent(tmp_path: Path):
    made = Supervisor(tmp_path / "parts.json")
    yield made
    made.stop()


def parts(path: Path) -> dict[str, dict[str, object]]:
    return json.loads(path.read_text())["parts"]


def test_it_brings_a_killed_child_back(parent, program, tmp_path, capsys) -> None:
    child = program(SLEEPS)
    parent.start(child)
    first = child.pid
    os.kill(first, signal.SIGKILL)
    until(lambda: parent.tend() or (child.state == "running" and child.pid != first))
    assert "child ended (signal SIGKILL) and is started again." in capsys.readouterr().out
    assert parts(tmp_path / "parts.json")["child"]["restarts"] == 1


def test_it_is_loud_after_the_third_death(parent, program, capsys) -> None:
    child = program(SLEEPS)
    parent.start(child)
    for death in range(1, 5):
        until(lambda: parent.tend() or child.state == "running")
        os.kill(child.pid, signal.SIGKILL)
        until(lambda count=death: parent.tend() or child.restarts == count)
        assert ("has ended 4 times in a row" in capsys.readouterr().err) == (death == 4)
    assert child.state == "restarting"


def test_it_gives_up_on_a_child_that_does_not_start(parent, program) -> None:
    with pytest.raises(CannotStart, match=r"broken does not start(?s:.*)no such luck"):
        parent.start(program("raise SystemExit('no such luck')", name="broken", ready=lambda: False))


def test_it_gives_up_on_a_child_that_never_gets_ready(parent, program) -> None:
    with pytest.raises(CannotStart, match="slow does not start"):
        parent.start(program(SLEEPS, name="slow", ready=lambda: False), within=0.2)


def test_it_kills_what_does_not_stop(parent, program) -> None:
    child = program(STUBBORN)
    parent.start(child)
    process = psutil.Process(child.pid)
    child.patience = 0.2
    parent.stop()
    assert not process.is_running()


def test_it_kills_the_children_of_a_dead_child(parent, program) -> None:
    child = program(HAS_A_CHILD)
    parent.start(child)
    until(lambda: psutil.Process(child.pid).children())
    grandchildren = psutil.Process(child.pid).children()
    os.kill(child.pid, signal.SIGKILL)
    until(lambda: parent.tend() or not alive(grandchildren))


def test_it_stops_the_last_started_first(parent, program, tmp_path) -> None:
    farewell = (
        "import signal, sys, time\nsignal.signal(15, lambda *_: (open('{}', 'a').write('{} '), sys.exit()))\n"
    )
    said, ready = tmp_path / "said", "open('{}', 'w'); time.sleep(60)"
    for name in ("store", "web", "beat"):
        source = farewell.format(said, name) + ready.format(tmp_path / name)
        parent.start(program(source, name=name, ready=(tmp_path / name).exists))
    parent.stop()
    assert said.read_text() == "beat web store "


def test_it_completes_a_program_and_answers_what_it_printed(parent, tmp_path) -> None:
    words = [sys.executable, "-c", "print('done')"]
    told = parent.complete("step", words, environment={}, directory=tmp_path, log=tmp_path / "step.log")
    assert told == "done\n"


def test_it_shows_the_end_of_the_log_of_a_failed_program(parent, tmp_path) -> None:
    words = [sys.executable, "-c", "raise SystemExit('no table')"]
    with pytest.raises(CannotStart, match=r"step failed \(exit code 1\)(?s:.*)no table"):
        parent.complete("step", words, environment={}, directory=tmp_path, log=tmp_path / "step.log")


def test_it_interrupts_a_program_when_asked_to_stop(parent, tmp_path) -> None:
    parent.asked = signal.SIGTERM
    words = [sys.executable, "-c", SLEEPS]
    with pytest.raises(Interrupted):
        parent.complete("step", words, environment={}, directory=tmp_path, log=tmp_path / "step.log")


def test_it_describes_the_parts_and_removes_the_description(parent, program, tmp_path) -> None:
    child = program(SLEEPS)
    parent.start(child)
    described = parts(tmp_path / "parts.json")["child"]
    assert (described["pid"], described["state"], described["restarts"]) == (child.pid, "running", 0)
    parent.stop()
    assert not (tmp_path / "parts.json").exists()


def test_it_ends_what_a_killed_launcher_recorded(parent, program, tmp_path) -> None:
    child = program(SLEEPS)
    parent.start(child)
    record.end_recorded(tmp_path / "parts.json")
    assert child.ended() is not None


def test_it_leaves_alone_a_stranger_with_a_recorded_number(parent, program, tmp_path) -> None:
    child = program(SLEEPS)
    parent.start(child)
    child.started -= 3600
    record.write(tmp_path / "parts.json", [child], known="")
    record.end_recorded(tmp_path / "parts.json")
    assert child.ended() is None


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGKILL])
def test_it_leaves_no_process(how: signal.Signals, tmp_path: Path) -> None:
    words = [sys.executable, "-c", PARENT, str(tmp_path / "log")]
    with subprocess.Popen(words, cwd=BASE, stdout=subprocess.PIPE, text=True) as process:
        child = psutil.Process(int(process.stdout.readline()))
        process.send_signal(how)
        assert process.wait(10) == (0 if how != signal.SIGKILL else -signal.SIGKILL)
    until(lambda: not alive([child]))
