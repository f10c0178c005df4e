"""A real browser that a test drives as a person does: keys, not scripts. Chromium's own protocol over a pipe; nothing to install."""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
import time
from pathlib import Path
from typing import Any

KEYS = {
    "Tab": (9, ""), "Enter": (13, "\r"), "Escape": (27, ""), "ArrowDown": (40, ""), "ArrowRight": (39, ""), "k": (75, ""),
}
SHIFT, CONTROL = 8, 2


class Driven:
    """One page of a browser without a window, of a width that can be changed."""

    def __init__(self, chromium: str, profile: Path):
        read, write = os.pipe()
        back, answer = os.pipe()
        ends = [fcntl.fcntl(end, fcntl.F_DUPFD, 50) for end in (read, answer)]
        self._process = subprocess.Popen(
            [chromium, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
             f"--user-data-dir={profile}", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--remote-debugging-pipe", "about:blank"],
            pass_fds=(3, 4), preexec_fn=lambda: (os.dup2(ends[0], 3), os.dup2(ends[1], 4)), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        for end in (read, answer, *ends):
            os.close(end)
        self._write, self._read, self._rest, self._number, self._session = write, back, b"", 0, None
        target = self.send("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.send("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self.send("Page.enable")

    def send(self, method: str, **parameters: Any) -> dict:
        """Send a command and give its answer."""
        told = self._answer(method, parameters)
        assert "error" not in told, told
        return told["result"]

    def _answer(self, method: str, parameters: dict) -> dict:
        self._number += 1
        about = {"id": self._number, "method": method, "params": parameters} | ({"sessionId": self._session} if self._session else {})
        os.write(self._write, json.dumps(about).encode() + b"\0")
        while (told := self._told()).get("id") != self._number:
            pass
        return told

    def _told(self) -> dict:
        while b"\0" not in self._rest:
            more = os.read(self._read, 1 << 20)
            assert more, "the browser has gone"
            self._rest += more
        first, _, self._rest = self._rest.partition(b"\0")
        return json.loads(first)

    def open(self, address: str, width: int, theme: str = "light") -> None:
        """Open an address in a window of that width."""
        self.send("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=False)
        self.send("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": theme}, {"name": "prefers-reduced-motion", "value": "reduce"}])
        self.send("Page.navigate", url="about:blank")
        self.send("Page.navigate", url=address)
        self.until("document.readyState === 'complete' && location.href !== 'about:blank'")

    def js(self, code: str) -> Any:
        """Give the value of an expression on the page."""
        answer = self.send("Runtime.evaluate", expression=code, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def until(self, code: str, seconds: float = 20) -> None:
        """Wait until an expression holds; a page that is left while it is asked does not hold it yet."""
        ends = time.monotonic() + seconds
        while not self._holds(code):
            assert time.monotonic() < ends, f"never came true: {code}"
            time.sleep(0.05)

    def _holds(self, code: str) -> bool:
        told = self._answer("Runtime.evaluate", {"expression": f"Boolean({code})", "returnByValue": True, "awaitPromise": True})
        if "navigated" in told.get("error", {}).get("message", ""):
            return False
        assert "error" not in told and "exceptionDetails" not in told["result"], told
        return told["result"]["result"].get("value")

    def press(self, key: str, modifiers: int = 0) -> None:
        """Press a key and let it go."""
        code, text = KEYS[key]
        about = {"key": key, "code": f"Key{key.upper()}" if len(key) == 1 else key, "windowsVirtualKeyCode": code, "modifiers": modifiers}
        self.send("Input.dispatchKeyEvent", type="keyDown" if text else "rawKeyDown", **about, **({"text": text} if text else {}))
        self.send("Input.dispatchKeyEvent", type="keyUp", **about)

    def type(self, text: str) -> None:
        """Write text where the focus is."""
        self.send("Input.insertText", text=text)

    def tab_to(self, code: str, most: int = 300) -> None:
        """Press Tab until an expression about `focused`, the element in focus, holds."""
        for _ in range(most):
            self.press("Tab")
            if self.js(f"(focused => Boolean({code}))(document.activeElement)"):
                return
        raise AssertionError(f"Tab never led to {code}")

    def close(self) -> None:
        """End the browser."""
        self.send("Browser.close")
        self._process.wait(20)
        os.close(self._write)
        os.close(self._read)
