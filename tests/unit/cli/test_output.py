"""What stands in a document is shown on a terminal, and commands it nothing; in files and pipes it stays as it is."""

import os
import pty
import subprocess
import sys

CODE = """
from torikumi.cli.output import say, show, write_output
name = "防災\\x1b[31m訓練\\x9b2J\\x7f"
write_output(None, name + "\\n")
show(name)
say(name, name)
"""


def on_a_terminal() -> bytes:
    ours, theirs = pty.openpty()
    process = subprocess.Popen([sys.executable, "-c", CODE], stdout=theirs, stderr=theirs, close_fds=True)
    os.close(theirs)
    shown = b""
    try:
        while part := os.read(ours, 4096):
            shown += part
    except OSError:  # Linux says so when nobody holds the other end any more
        pass
    finally:
        os.close(ours)
    assert process.wait(timeout=60) == 0
    return shown


def test_a_terminal_gets_no_command_from_a_name() -> None:
    shown = on_a_terminal().decode()

    assert shown.count("防災�[31m訓練�2J�") == 3


def test_a_pipe_gets_the_octets_as_they_are() -> None:
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, check=True)

    assert done.stdout.decode().splitlines()[0] == "防災\x1b[31m訓練\x9b2J\x7f"
    assert done.stderr.decode() == "防災�[31m訓練�2J�\n"
