"""Runs a program unmodified against the sandbox: ``SANDBOX_URL=http://127.0.0.1:4000 python -m sandbox.launch MODULE [arguments]``."""

import os
import runpy
import sys

import discord.asset
import discord.gateway
import discord.http
import yarl


def redirect(url: str) -> None:
    """Points discord.py's addresses at a sandbox; nothing else of it is touched."""
    base = url.rstrip("/")
    discord.http.Route.BASE = f"{base}/api/v10"
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(base.replace("http", "ws", 1)) / "gateway"
    discord.asset.Asset.BASE = f"{base}/cdn"


def main() -> None:
    """Redirects, then becomes the program."""
    if "SANDBOX_URL" not in os.environ or len(sys.argv) <= 1:
        sys.exit("usage: SANDBOX_URL=http://127.0.0.1:PORT python -m sandbox.launch MODULE [arguments]")
    redirect(os.environ["SANDBOX_URL"])
    sys.argv = sys.argv[1:]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
