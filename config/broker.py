"""The broker as a worker sees it: losing it in the middle of a task does not end the worker."""

from typing import Any

from kombu.transport import redis


class Forgetting(redis.QoS):
    """Lets messages go that came from a broker which has died.

    kombu would give them back, or acknowledge them, over a connection that is closed already; that ends the
    worker, which then takes nothing new until its longest task is done. What was lost with the broker is
    found again by the sweeps.
    """

    def restore_unacked(self, client: Any = None) -> None:
        if self._leads_nowhere():
            self._forget(*(self._delivered or {}))
        else:
            super().restore_unacked(client)

    def ack(self, delivery_tag: Any) -> None:
        if self._leads_nowhere():
            self._forget(delivery_tag)
        else:
            super().ack(delivery_tag)

    def reject(self, delivery_tag: Any, requeue: bool = False) -> None:
        if self._leads_nowhere():
            self._forget(delivery_tag)
        else:
            super().reject(delivery_tag, requeue)

    def _leads_nowhere(self) -> bool:
        """Whether the channel's connection has been given up."""
        connection: Any = self.channel.connection
        return connection is None or connection.client is None

    def _forget(self, *tags: Any) -> None:
        for tag in tags:
            (self._delivered or {}).pop(tag, None)


def outlive() -> None:
    """From now on, in this process."""
    redis.Channel.QoS = Forgetting
