"""Kernels on private transport: no TCP port that two runs could fight over or others could read."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import weakref

from jupyter_client.manager import AsyncKernelManager
from traitlets import default


class PrivateKernelManager(AsyncKernelManager):
    """A kernel manager over IPC sockets in a folder of its own; over TCP on Windows."""

    @default("transport")
    def _private_transport(self) -> str:
        return "tcp" if sys.platform == "win32" else "ipc"

    @default("ip")
    def _private_prefix(self) -> str:
        if sys.platform == "win32":
            return "127.0.0.1"
        folder = tempfile.mkdtemp(prefix="mk-")
        weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
        return os.path.join(folder, "k")
